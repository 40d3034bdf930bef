#include "node/service/federation_blind_checker.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include "absl/types/span.h"
#include "crypto/blind_query.h"
#include "node/domain/error.h"
#include "node/domain/evaluation.h"
#include "node/domain/evaluation_budgets.h"
#include "node/service/match_index.h"

namespace vsx::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kPatienceOfAScreening = 10;

// What only people can change; everything else may pass by itself.
bool CanPassByItself(std::string_view failure) {
  return failure != domain::kIndexForked && failure != domain::kIndexIncomplete && failure != domain::kKeyDistrusted &&
         failure != domain::kRecordUnreadable && failure != "PARTY_UNKNOWN";
}

std::string ReasonOf(const absl::Status& status) {
  std::string reason = domain::ErrorReason(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

// Whether the issuer still stands by the key that signed the index's header, and kept it valid. What such a key says of
// who is there goes on; whoever stole it could leave somebody out.
bool TrustsHeaderKey(const statement::TrustStore& trust, const ShelvedIndex& index, domain::UnixTime now) {
  const auto keys = trust.VerificationKeys(index.header.name.issuer, crypto::KeyRole::kOperations);
  return std::any_of(keys.begin(), keys.end(), [&](const statement::TrustedKey& one) {
    return one.key.KeyId() == index.header_key_id && one.life.ValidAt(now) && !one.life.DistrustedAt(now);
  });
}

// What keeps an index's word, that nobody else is there, from counting now; empty if nothing does.
std::string_view WhyAbsenceDoesNotCount(const IndexParts& parts, const IndexShelf& shelf, const ShelvedIndex& index,
                                        domain::UnixTime now) {
  if (shelf.IsForked(index.header.name)) return domain::kIndexForked;
  if (!TrustsHeaderKey(parts.trust, index, now)) return domain::kKeyDistrusted;
  return index.header.complete ? "" : domain::kIndexIncomplete;
}

void NotConsulted(domain::ConsultationEvidence& consultation, std::string_view failure) {
  consultation.complete = false;
  consultation.failure = std::string(failure);
  consultation.can_pass_by_itself = CanPassByItself(failure);
}

// One question to all Parties, shared by the pool's and the link's threads, which may outlast the caller's patience.
class Round : public std::enable_shared_from_this<Round> {
 public:
  Round(const IndexParts& parts, IndexLink& link, const IndexShelf& shelf, PartyWatch& watch, CryptoPool& pool,
        const BlindQuestions& question, milliseconds timeout)
      : parts_(parts),
        link_(link),
        shelf_(shelf),
        watch_(watch),
        pool_(pool),
        question_(question),
        priority_(question.kind == domain::EvaluationKind::kSingle ? CryptoPriority::kInteractive
                                                                   : CryptoPriority::kBulk),
        timeout_(timeout),
        deadline_(steady_clock::now() + timeout),
        waiting_(question.parties.size()) {
    for (const std::vector<domain::Handle>& handles : question.persons) {
      for (const domain::Handle& handle : handles) inputs_.emplace_back(handle.canonical());
    }
    inputs_.insert(inputs_.end(), question.nobody.begin(), question.nobody.end());
    std::vector<BlindAnswer> unanswered;
    const domain::UnixTime now = parts.clock.Now();
    for (const domain::PartyCode& party : question.parties) {
      BlindAnswer answer{{.party = party}, {}, 0};
      answer.consultation.failure = std::string(domain::kPeerTooSlow);  // until it has answered
      answer.consultation.heard_within_a_day = watch.HeardWithinADay(party, now);
      unanswered.push_back(std::move(answer));
    }
    answers_.assign(question.persons.size(), unanswered);
  }

  std::vector<std::vector<BlindAnswer>> Run() {
    const domain::Epoch epoch = parts_.trust.epoch_plan().At(parts_.clock.Now());
    for (size_t i = 0; i < question_.parties.size(); ++i) {
      pool_.Run(priority_, [self = shared_from_this(), i, epoch] { self->Start(i, epoch, false); });
    }
    std::unique_lock lock(mutex_);
    all_answered_.wait_until(lock, deadline_, [this] { return waiting_ == 0; });
    closed_ = true;  // what comes later finds nobody
    return answers_;
  }

 private:
  domain::IndexName NameOf(size_t i, domain::Epoch epoch) const {
    return {question_.parties[i], parts_.trust.own_party(), question_.cls, epoch};
  }

  // On a thread of the pool: blinds, and sends.
  void Start(size_t i, domain::Epoch epoch, bool is_second_try) {
    const domain::IndexName name = NameOf(i, epoch);
    std::shared_ptr<const ShelvedIndex> index = shelf_.Find(name);
    if (index == nullptr) {
      return Fail(i, std::string(shelf_.IsForked(name) ? domain::kIndexForked : domain::kIndexMissing));
    }
    if (steady_clock::now() >= deadline_) return Fail(i, std::string(domain::kPeerTooSlow));
    absl::StatusOr<crypto::BlindQuery> query = crypto::BlindQuery::Create(
        inputs_, domain::BatchSizeFor(question_.kind, question_.persons.size()), parts_.random);
    if (!query.ok()) return Fail(i, ReasonOf(query.status()));
    const BlindedBatch batch{question_.kind, question_.intent_hash, query->elements()};
    auto kept = std::make_shared<crypto::BlindQuery>(*std::move(query));
    // The deadline travels: what is left of it would say how long this node was busy before, with whom, and with how
    // many handles. So the whole of it does, though nobody here waits for as long.
    link_.StartEvaluate(name, batch, timeout_,
                        [self = shared_from_this(), i, index = std::move(index), kept = std::move(kept),
                         is_second_try](absl::StatusOr<Evaluation> evaluation) mutable {
                          // The link's thread must not compute.
                          CryptoPool& pool = self->pool_;
                          const CryptoPriority priority = self->priority_;
                          pool.Run(priority,
                                   [self = std::move(self), i, index = std::move(index), kept = std::move(kept),
                                    is_second_try, evaluation = std::move(evaluation)]() mutable {
                                     self->Take(i, *index, *kept, is_second_try, evaluation);
                                   });
                        });
  }

  // On a thread of the pool: verifies, and searches.
  void Take(size_t i, const ShelvedIndex& index, crypto::BlindQuery& query, bool is_second_try,
            const absl::StatusOr<Evaluation>& evaluation) {
    const domain::UnixTime now = parts_.clock.Now();
    if (!evaluation.ok()) return TakeFailure(i, index.header.name.epoch, is_second_try, evaluation.status());
    watch_.Heard(question_.parties[i], evaluation->server_time, now);
    absl::StatusOr<std::vector<crypto::PrfOutput>> outputs =
        std::move(query).Finalize(index.public_key, evaluation->elements, evaluation->proof);
    if (!outputs.ok()) return Fail(i, std::string(domain::kProofInvalid));
    const absl::Span<const crypto::PrfOutput> all = *outputs;
    std::vector<BlindAnswer> answers;
    size_t first = 0;
    for (const std::vector<domain::Handle>& handles : question_.persons) {
      IndexMatches found = MatchIndex(parts_.trust, index, handles, all.subspan(first, handles.size()), now);
      answers.push_back(AnswerOf(i, index, std::move(found), now));
      first += handles.size();
    }  // what comes after is nobody's
    Answer(i, std::move(answers));
  }

  // What the index says about one person.
  BlindAnswer AnswerOf(size_t i, const ShelvedIndex& index, IndexMatches found, domain::UnixTime now) const {
    BlindAnswer answer{{.party = question_.parties[i]}, std::move(found.matches), found.failures};
    domain::ConsultationEvidence& consultation = answer.consultation;
    consultation.consulted = true;
    // The epoch may have ended since the question left: the issuer answered in it, and its index serves a little
    // longer.
    consultation.in_this_epoch = parts_.trust.epoch_plan().CoversWithSkew(index.header.name.epoch, now);
    consultation.complete = true;
    consultation.heard_within_a_day = true;
    consultation.as_of = index.header.cut_off;
    consultation.epoch = index.header.name.epoch;
    consultation.header_sha256 = index.header_sha256;
    const std::string_view why_not = WhyAbsenceDoesNotCount(parts_, shelf_, index, now);
    if (found.failures > 0 && answer.matches.empty() && why_not != domain::kIndexForked) {
      NotConsulted(consultation, domain::kRecordUnreadable);
    } else if (!why_not.empty()) {
      NotConsulted(consultation, why_not);
    }
    return answer;
  }

  void TakeFailure(size_t i, domain::Epoch asked, bool is_second_try, const absl::Status& status) {
    const std::optional<domain::Epoch> theirs = domain::ErrorEpoch(status);
    const bool neighbour = theirs.has_value() && (*theirs == asked.Next() || *theirs == asked.Previous());
    if (neighbour && !is_second_try && parts_.trust.epoch_plan().CoversWithSkew(*theirs, parts_.clock.Now())) {
      return Start(i, *theirs, true);
    }
    const domain::UnixTime now = parts_.clock.Now();
    BlindAnswer answer{{.party = question_.parties[i]}, {}, 0};
    const std::string reason = domain::ErrorReason(status);
    answer.consultation.failure =
        reason.empty() ? ReasonOf(status) : std::string(domain::ReasonFromAnotherParty(reason));
    answer.consultation.heard_within_a_day = watch_.HeardWithinADay(question_.parties[i], now);
    if (const std::optional<domain::UnixTime> claimed = domain::ErrorNextCapacity(status)) {
      answer.consultation.next_capacity_at = domain::PlausibleCapacity(*claimed, now);
    }
    answer.consultation.can_pass_by_itself = CanPassByItself(answer.consultation.failure);
    AnswerForEverybody(i, answer);
  }

  void Fail(size_t i, std::string failure) {
    BlindAnswer answer{{.party = question_.parties[i]}, {}, 0};
    answer.consultation.heard_within_a_day = watch_.HeardWithinADay(question_.parties[i], parts_.clock.Now());
    answer.consultation.can_pass_by_itself = CanPassByItself(failure);
    answer.consultation.failure = std::move(failure);
    AnswerForEverybody(i, answer);
  }

  void AnswerForEverybody(size_t i, const BlindAnswer& answer) {
    Answer(i, std::vector<BlindAnswer>(question_.persons.size(), answer));
  }

  // `answers`: Party i's, one for each person.
  void Answer(size_t i, std::vector<BlindAnswer> answers) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return;
      for (size_t person = 0; person < answers.size(); ++person) answers_[person][i] = std::move(answers[person]);
      --waiting_;
    }
    all_answered_.notify_one();
  }

  const IndexParts parts_;
  IndexLink& link_;
  const IndexShelf& shelf_;
  PartyWatch& watch_;
  CryptoPool& pool_;
  const BlindQuestions question_;
  const CryptoPriority priority_;
  const milliseconds timeout_;
  const steady_clock::time_point deadline_;
  std::vector<std::string> inputs_;

  std::mutex mutex_;
  std::condition_variable all_answered_;
  std::vector<std::vector<BlindAnswer>> answers_;  // of each person; guarded by mutex_
  size_t waiting_;                                 // guarded by mutex_
  bool closed_ = false;                            // guarded by mutex_
};

}  // namespace

std::vector<std::vector<BlindAnswer>> FederationBlindChecker::AskAbout(const BlindQuestions& questions) {
  if (questions.parties.empty()) return std::vector<std::vector<BlindAnswer>>(questions.persons.size());
  const auto ask = [&](milliseconds timeout) {
    return std::make_shared<Round>(parts_, link_, shelf_, watch_, pool_, questions, timeout)->Run();
  };
  if (questions.kind == domain::EvaluationKind::kSingle) return ask(timeout_);
  const Turns::Turn turn(batches_);
  return ask(kPatienceOfAScreening * timeout_);
}

void FederationBlindChecker::Rejudge(domain::Purpose cls, domain::ConsultationEvidence& said) const {
  if (!said.consulted || !said.complete || !said.epoch.has_value()) return;
  const domain::UnixTime now = parts_.clock.Now();
  const domain::IndexName name{said.party, parts_.trust.own_party(), cls, *said.epoch};
  const std::shared_ptr<const ShelvedIndex> index = shelf_.Find(name);
  said.in_this_epoch = index != nullptr && parts_.trust.epoch_plan().CoversWithSkew(*said.epoch, now);
  if (index == nullptr) return;
  if (const std::string_view why_not = WhyAbsenceDoesNotCount(parts_, shelf_, *index, now); !why_not.empty()) {
    NotConsulted(said, why_not);
  }
}

bool FederationBlindChecker::OwnClockSane() const {
  return watch_.OwnClockSane(parts_.clock.Now(), parts_.trust.epoch_plan().Skew());
}

}  // namespace vsx::service
