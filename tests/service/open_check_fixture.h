#ifndef VSX_TESTS_SERVICE_OPEN_CHECK_FIXTURE_H_
#define VSX_TESTS_SERVICE_OPEN_CHECK_FIXTURE_H_

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "node/service/await_status.h"
#include "tests/support/story.h"

namespace vsx::test {

// Waits by advancing the clock, `waits` times; writes down what it was given.
class PatientReceiver final : public service::AnswerReceiver {
 public:
  PatientReceiver(TestFederation& federation, size_t waits) : federation_(federation), waits_(waits) {}

  absl::Status Take(const service::CheckAnswer& answer, std::optional<domain::UnixTime> next_try_at) override {
    outcomes.push_back(answer.decision.outcome);
    receipts.insert(answer.receipt_envelope);
    next.push_back(next_try_at);
    return gone ? absl::CancelledError("gone") : absl::OkStatus();
  }
  bool Pause(std::chrono::microseconds time) override {
    if (outcomes.size() > waits_) return false;
    federation_.clock().AdvanceBy(time);
    return true;
  }

  std::vector<domain::CheckOutcome> outcomes;
  std::set<std::string> receipts;
  std::vector<std::optional<domain::UnixTime>> next;
  bool gone = false;

 private:
  TestFederation& federation_;
  const size_t waits_;
};

// The answer of a Party that was asked, and whose index of this epoch holds nobody.
inline service::BlindAnswer NobodyThere(const service::NodeContext& node, const domain::PartyCode& party) {
  service::BlindAnswer answer{{.party = party}, {}, 0};
  domain::ConsultationEvidence& said = answer.consultation;
  said.consulted = said.in_this_epoch = said.complete = said.heard_within_a_day = true;
  said.epoch = node.trust.epoch_plan().At(node.clock.Now());
  said.header_sha256 = std::string(32, 'h');
  said.as_of = node.clock.Now();
  return answer;
}

// QQA asks QQB and QQC, who answer, refuse or are not there as a test says.
class OpenCheckTest : public ::testing::Test {
 protected:
  explicit OpenCheckTest(FederationOptions options = {}) : federation_(std::move(options)) {
    checker().clock_sane = true;
    checker().answer = [this](const service::BlindQuestion&, const domain::PartyCode& party) {
      return missing_.contains(party.value()) ? Missing(party) : Consulted(party);
    };
  }

  ScriptedBlindChecker& checker() { return federation_.node("QQA").blind_checker(); }

  service::BlindAnswer Missing(const domain::PartyCode& party) {
    service::BlindAnswer answer{{.party = party}, {}, 0};
    answer.consultation.failure = "PEER_NOT_REACHED";
    if (const auto at = next_capacity_.find(party.value()); at != next_capacity_.end()) {
      answer.consultation.next_capacity_at = domain::UnixTime{at->second};
    }
    return answer;
  }

  service::BlindAnswer Consulted(const domain::PartyCode& party) {
    service::BlindAnswer answer = NobodyThere(federation_.context("QQA"), party);
    if (party.value() == match_at_) {
      answer.matches.push_back({.issuer = party,
                                .source = domain::MatchSource::kBlindIndex,
                                .attestation_id = std::string(16, 'c'),
                                .handles = {{domain::HandleClass::kDocument, domain::HandleMark::kExact}},
                                .date_identified = {},
                                .review_by = {},
                                .contact_desk_id = {}});
    }
    return answer;
  }

  absl::Status Await(PatientReceiver& receiver, int64_t for_seconds = 86'400, bool partial_date = false) {
    service::CheckInput input = BeforeRemoval({PassportOf({})});
    input.partial_date_only = partial_date;
    return service::AwaitStatus(federation_.context("QQA"), BorderOfficer("QQA"), input,
                                {federation_.clock().Now().seconds + for_seconds}, receiver);
  }

  // How often who is asked again is asked in each tenth of a second, while `ask` asks 40 times from the start of one.
  std::vector<int> TenthsOfFurtherTries(const std::function<void()>& ask) {
    const domain::UnixTime start = federation_.clock().Now();
    const auto answer = checker().answer;
    std::vector<int> of_tenths(10);
    checker().answer = [&](const service::BlindQuestion& question, const domain::PartyCode& party) {
      const domain::FineTime now = federation_.clock().FineNow();
      const auto part = now - std::chrono::floor<std::chrono::seconds>(now);
      if (question.parties.size() == 1) ++of_tenths.at(static_cast<size_t>(part / std::chrono::milliseconds(100)));
      return answer(question, party);
    };
    for (int i = 0; i < 40; ++i) {
      federation_.clock().Set(start);
      ask();
    }
    checker().answer = answer;
    return of_tenths;
  }

  // "QQB QQC" for each question that was asked.
  std::vector<std::string> Asked() {
    std::vector<std::string> asked;
    for (const service::BlindQuestion& question : checker().questions()) {
      std::string parties;
      for (const domain::PartyCode& party : question.parties) parties += (parties.empty() ? "" : " ") + party.value();
      asked.push_back(parties);
    }
    return asked;
  }

  TestFederation federation_;
  std::set<std::string> missing_;
  std::map<std::string, int64_t> next_capacity_;
  std::string match_at_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_OPEN_CHECK_FIXTURE_H_
