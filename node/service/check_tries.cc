#include "node/service/check_tries.h"

#include <algorithm>
#include <utility>

#include "node/domain/check_retry.h"
#include "node/service/check_evidence.h"
#include "node/service/draw.h"

namespace vsx::service {
namespace {

bool RefusedUntilLater(const BlindAnswer& answer, domain::UnixTime now) {
  const std::optional<domain::UnixTime>& named = answer.consultation.next_capacity_at;
  return named.has_value() && now < *named;
}

}  // namespace

// Whether what a Party said in an earlier try is an answer still. An index serves a little longer than its epoch lasts,
// for a question that was under way; who is asked again anyway is asked by the new one.
bool CheckTries::StillCounts(domain::ConsultationEvidence said, domain::UnixTime now) const {
  node_.blind_checker.Rejudge(cls_, said);
  return said.consulted && said.in_this_epoch && said.complete && said.epoch.has_value() &&
         *said.epoch >= node_.trust.epoch_plan().At(now);
}

std::vector<domain::PartyCode> CheckTries::Begin() {
  ++count_;
  const domain::UnixTime now = node_.clock.Now();
  std::vector<domain::PartyCode> parties = OthersInForce(node_);
  std::erase_if(parties, [&](const domain::PartyCode& party) {
    const auto said = answers_.find(party);
    return said != answers_.end() &&
           (StillCounts(said->second.consultation, now) || RefusedUntilLater(said->second, now));
  });
  return parties;
}

void CheckTries::Ask(const BlindQuestion& question) {
  for (BlindAnswer& answer : node_.blind_checker.Ask(question)) {
    const domain::PartyCode party = answer.consultation.party;
    answers_.insert_or_assign(party, std::move(answer));
  }
}

void CheckTries::LeaveOut(const std::vector<domain::PartyCode>& parties, std::string_view reason,
                          std::optional<domain::UnixTime> next_capacity_at) {
  for (const domain::PartyCode& party : parties) {
    domain::ConsultationEvidence unasked{.party = party, .failure = std::string(reason)};
    unasked.next_capacity_at = next_capacity_at;
    answers_.insert_or_assign(party, BlindAnswer{std::move(unasked), {}, 0});
  }
}

std::vector<BlindAnswer> CheckTries::CopyAnswers() const {
  std::vector<BlindAnswer> answers;
  for (const auto& [party, said] : answers_) answers.push_back(said);
  return answers;
}

std::optional<domain::FineTime> CheckTries::NextAt(const domain::StatusDecision& decision, domain::UnixTime now) const {
  if (!domain::MayImprove(decision)) return std::nullopt;
  return Within(SecondOfNext(now));
}

domain::FineTime CheckTries::Within(domain::UnixTime second) const {
  return domain::WithinSecond(second, Draw(node_.random));
}

domain::UnixTime CheckTries::SecondOfNext(domain::UnixTime now) const {
  const domain::UnixTime next{now.seconds + domain::RetryDelaySeconds(count_, node_.limits.check_retry_seconds)};
  // Where all who are missing said when they can be asked again, nothing is to be had before.
  std::optional<domain::UnixTime> soonest;
  for (const domain::PartyCode& party : OthersInForce(node_)) {
    const BlindAnswer& said = answers_.at(party);
    if (StillCounts(said.consultation, now)) continue;
    if (!RefusedUntilLater(said, now)) return next;
    const domain::UnixTime named = *said.consultation.next_capacity_at;
    if (!soonest.has_value() || named < *soonest) soonest = named;
  }
  return soonest.has_value() && next < *soonest ? *soonest : next;
}

bool WaitForTry(const Clock& clock, domain::FineTime moment,
                const std::function<bool(std::chrono::microseconds)>& pause) {
  constexpr std::chrono::microseconds kLongestPause = std::chrono::milliseconds(200);  // the clock may be set meanwhile
  do {
    const auto left = std::max(std::chrono::microseconds::zero(), moment - clock.FineNow());
    if (!pause(std::min(kLongestPause, left))) return false;
  } while (clock.FineNow() < moment);
  return true;
}

}  // namespace vsx::service
