// What a Party can do wrong when it is asked: refuse, be elsewhere in time, answer something else.

#include <algorithm>
#include <utility>

#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/index_key.h"
#include "tests/service/clearance_failures.h"

namespace vsx::test {
namespace {

using absl::StatusCode;
using domain::Purpose;
using service::Evaluation;

using Bend = std::function<void(Evaluation&, const SeenEvaluation& asked, ClearanceWorld&)>;

Failure Refuses(std::string name, std::string reason, absl::Status status) {
  return {std::move(name), std::move(reason), [status](ClearanceWorld& world, const std::string& party, Purpose) {
            world.link().refuse[Party(party)] = status;
          }};
}

Failure AnswersWrongly(std::string name, Bend bend) {
  return {std::move(name), "PROOF_INVALID", [bend](ClearanceWorld& world, const std::string& party, Purpose) {
            world.link().bend_evaluation[Party(party)] = [bend, &world, party](absl::StatusOr<Evaluation>& answer) {
              ASSERT_TRUE(answer.ok()) << answer.status();
              bend(*answer, world.link().LastSeenBy(Party(party)), world);
            };
          }};
}

// What somebody answers who has this key instead of the index's.
void EvaluateWith(const crypto::PrfPrivateKey& key, const SeenEvaluation& asked, Evaluation& answer) {
  StoryRandomSource random("another key");
  crypto::Evaluation made = crypto::BlindEvaluate(key, asked.batch.elements, random).value();
  answer.elements = std::move(made.elements);
  answer.proof = std::move(made.proof);
}

}  // namespace

domain::IndexName Elsewhere(domain::IndexName name) {
  name.cls = name.cls == Purpose::kPresented ? Purpose::kProtectiveCheck : Purpose::kPresented;
  return name;
}

std::vector<Failure> Refusals() {
  const auto error = [](StatusCode code, std::string_view reason) { return domain::Error(code, reason, "", "no"); };
  const domain::Epoch far(UINT64_MAX);
  return {
      Refuses("refuses the Party", "PARTY_UNKNOWN", error(StatusCode::kPermissionDenied, "PARTY_UNKNOWN")),
      Refuses("speaks to the officer", "PEER_REFUSED",
              error(StatusCode::kUnavailable, "NOT_A_VICTIM_PROCEED_WITH_REMOVAL")),
      Refuses("refuses and says nothing", "PERMISSION_DENIED", absl::PermissionDeniedError("")),
      Refuses("cannot be reached", "PEER_NOT_REACHED", error(StatusCode::kUnavailable, "PEER_NOT_REACHED")),
      Refuses("resets the connection", "UNAVAILABLE", absl::UnavailableError("reset")),
      Refuses("is too slow", "PEER_TOO_SLOW", error(StatusCode::kDeadlineExceeded, "PEER_TOO_SLOW")),
      Refuses("breaks", "INTERNAL", absl::InternalError("")),
      Refuses("answers in another form", "EVALUATION_MALFORMED", error(StatusCode::kDataLoss, "EVALUATION_MALFORMED")),
      Refuses("has lost its seed", "SEED_UNAVAILABLE", error(StatusCode::kUnavailable, "SEED_UNAVAILABLE")),
      Refuses("has not published", "INDEX_NOT_PUBLISHED", error(StatusCode::kNotFound, "INDEX_NOT_PUBLISHED")),
      Refuses("has no more budget", "BUDGET_EXHAUSTED", domain::BudgetExhausted({2'000'000'000})),
      Refuses("never has budget again", "BUDGET_EXHAUSTED", domain::BudgetExhausted({INT64_MAX})),
      Refuses("has no more budget and says no time", "BUDGET_EXHAUSTED",
              error(StatusCode::kResourceExhausted, "BUDGET_EXHAUSTED")),
      Refuses("is in a far epoch", "WRONG_EPOCH", domain::WrongEpoch(far)),
      Refuses("is in the first epoch", "WRONG_EPOCH", domain::WrongEpoch(domain::Epoch(0))),
      Refuses("is in an epoch that it does not name", "WRONG_EPOCH",
              error(StatusCode::kFailedPrecondition, "WRONG_EPOCH")),
  };
}

std::vector<Failure> EpochsBeside() {
  std::vector<Failure> failures;
  for (const int beside : {-1, 0, 1}) {
    failures.push_back({"is in epoch " + std::to_string(beside), "WRONG_EPOCH",
                        [beside](ClearanceWorld& world, const std::string& party, Purpose) {
                          const domain::Epoch now = world.federation().epoch();
                          const domain::Epoch theirs = beside < 0 ? now.Previous() : beside > 0 ? now.Next() : now;
                          world.link().refuse[Party(party)] = domain::WrongEpoch(theirs);
                        }});
  }
  return failures;
}

std::vector<Failure> WrongAnswers() {
  std::vector<Failure> failures;
  const auto add = [&](std::string name, Bend bend) {
    failures.push_back(AnswersWrongly(std::move(name), std::move(bend)));
  };
  // Bytes over the whole proof, of its challenge and of its response, and every element.
  for (size_t i = 0; i < domain::kEvaluationProofSize; i += 9) {
    add("bends proof byte " + std::to_string(i), [i](Evaluation& answer, const auto&, auto&) { answer.proof[i] ^= 1; });
  }
  for (size_t i = 0; i < domain::kElementsPerPerson; ++i) {
    const std::string number = std::to_string(i);
    add("sends the element back as it came: " + number,
        [i](Evaluation& answer, const SeenEvaluation& asked, auto&) { answer.elements[i] = asked.batch.elements[i]; });
    add("bends element " + number, [i](Evaluation& answer, const auto&, auto&) { answer.elements[i][0] ^= 2; });
    add("gives the identity for element " + number,
        [i](Evaluation& answer, const auto&, auto&) { answer.elements[i].assign(domain::kElementSize, '\0'); });
  }
  add("gives bytes that are no element",
      [](Evaluation& answer, const auto&, auto&) { answer.elements[0].assign(domain::kElementSize, '\xff'); });
  add("swaps two elements",
      [](Evaluation& answer, const auto&, auto&) { answer.elements[0].swap(answer.elements[7]); });
  add("gives one element for all", [](Evaluation& answer, const auto&, auto&) {
    answer.elements.assign(answer.elements.size(), answer.elements[0]);
  });
  add("turns the order around",
      [](Evaluation& answer, const auto&, auto&) { std::reverse(answer.elements.begin(), answer.elements.end()); });
  add("leaves one out", [](Evaluation& answer, const auto&, auto&) { answer.elements.pop_back(); });
  add("leaves all out", [](Evaluation& answer, const auto&, auto&) { answer.elements.clear(); });
  add("adds one", [](Evaluation& answer, const auto&, auto&) { answer.elements.push_back(answer.elements[0]); });
  add("cuts an element", [](Evaluation& answer, const auto&, auto&) { answer.elements[3].pop_back(); });
  add("gives no proof", [](Evaluation& answer, const auto&, auto&) { answer.proof.clear(); });
  add("cuts the proof", [](Evaluation& answer, const auto&, auto&) { answer.proof.pop_back(); });
  add("gives a proof of zeros", [](Evaluation& answer, const auto&, auto&) { answer.proof.assign(64, '\0'); });
  add("answers somebody else's question", [](Evaluation& answer, const SeenEvaluation& asked, ClearanceWorld& world) {
    SeenEvaluation other = asked;
    const size_t size = asked.batch.elements.size();
    const auto others = crypto::BlindQuery::Create({"vsx"}, size, world.asker().parts().random).value();
    other.batch.elements = others.elements();
    EvaluateWith(KeyOfIndex(world.federation(), asked.name), other, answer);
  });
  add("proves other elements than it gives",
      [](Evaluation& answer, const SeenEvaluation& asked, ClearanceWorld& world) {
        Evaluation other = answer;
        EvaluateWith(KeyOfIndex(world.federation(), Elsewhere(asked.name)), asked, other);
        answer.elements = other.elements;
      });
  add("uses the key of another class", [](Evaluation& answer, const SeenEvaluation& asked, ClearanceWorld& world) {
    EvaluateWith(KeyOfIndex(world.federation(), Elsewhere(asked.name)), asked, answer);
  });
  add("uses the key for another recipient", [](Evaluation& answer, const SeenEvaluation& asked, ClearanceWorld& world) {
    domain::IndexName other = asked.name;
    other.recipient = Party(ClearanceWorld::OtherThan(other.issuer.value()));
    EvaluateWith(KeyOfIndex(world.federation(), other), asked, answer);
  });
  add("uses a key of its own making", [](Evaluation& answer, const SeenEvaluation& asked, ClearanceWorld&) {
    StoryRandomSource random("its own");
    const auto seed = crypto::SecretBytes::Random(32, random);
    EvaluateWith(service::IndexKey(seed, asked.name).value(), asked, answer);
  });
  return failures;
}

Failure UsesTheKeyOfTheIndexAskedFirst() {
  return AnswersWrongly("uses the key of the index that was asked first",
                        [](Evaluation& answer, const SeenEvaluation& asked, ClearanceWorld& world) {
                          domain::IndexName first = asked.name;
                          first.epoch = world.federation().epoch();  // QQC's
                          ASSERT_NE(first.epoch, asked.name.epoch);
                          EvaluateWith(KeyOfIndex(world.federation(), first), asked, answer);
                        });
}

Failure BendsItsProof() {
  return AnswersWrongly("bends its proof", [](Evaluation& answer, const auto&, auto&) { answer.proof[1] ^= 1; });
}

}  // namespace vsx::test
