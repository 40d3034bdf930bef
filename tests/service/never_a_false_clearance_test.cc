// Never a false clearance (system.md, rule 1; issue 3, "Must hold"): every Party × every failure × every way that a
// check can go, asked at once, by the second try of a check that stays open, and by a screening. A failure makes that
// Party, and no other, one that was not consulted, with its reason; it never makes NO_RECORD, and never undoes a HOLD
// that stands on something else. What is wrong inside an index, with entries and records, stands in
// forged_records_test.cc; time and trust documents in no_clearance_in_bad_times_test.cc.

#include <algorithm>
#include <functional>
#include <future>
#include <memory>

#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/fetch_index.h"
#include "node/service/index_key.h"
#include "tests/service/clearance_world.h"

namespace vsx::test {
namespace {

using absl::StatusCode;
using domain::CheckOutcome;
using domain::ConsultationStatus;
using domain::Purpose;
using service::Evaluation;

// What can go wrong with one Party.
struct Failure {
  std::string name;
  std::string reason;  // as the answer must name it
  std::function<void(ClearanceWorld&, const std::string& party, Purpose cls)> plant;
  bool what_is_there_is_found = false;  // only absence says nothing
};

// --- what the Party does when it is asked ---

using Bend = std::function<void(Evaluation&, const SeenEvaluation& asked, ClearanceWorld&)>;

Failure Refuses(std::string name, std::string reason, absl::Status status) {
  return {std::move(name), std::move(reason), [status](ClearanceWorld& world, const std::string& party, Purpose) {
            world.link().bend_evaluation[Party(party)] = [status](absl::StatusOr<Evaluation>& answer) {
              answer = status;
            };
          }};
}

Failure AnswersWrongly(std::string name, Bend bend) {
  return {std::move(name), "PROOF_INVALID", [bend](ClearanceWorld& world, const std::string& party, Purpose) {
            world.link().bend_evaluation[Party(party)] = [bend, &world, party](absl::StatusOr<Evaluation>& answer) {
              ASSERT_TRUE(answer.ok()) << answer.status();
              bend(*answer, world.link().SeenBy(Party(party)).back(), world);
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

domain::IndexName Elsewhere(domain::IndexName name) {
  name.cls = name.cls == Purpose::kPresented ? Purpose::kProtectiveCheck : Purpose::kPresented;
  return name;
}

std::vector<Failure> Refusals() {
  const auto error = [](StatusCode code, std::string_view reason) { return domain::Error(code, reason, "", "no"); };
  const domain::Epoch far(UINT64_MAX);
  return {
      Refuses("refuses the Party", "PARTY_UNKNOWN", error(StatusCode::kPermissionDenied, "PARTY_UNKNOWN")),
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

// A Party that is in an epoch beside ours, in the middle of it.
std::vector<Failure> EpochsBeside() {
  std::vector<Failure> failures;
  for (const int beside : {-1, 0, 1}) {
    failures.push_back({"is in epoch " + std::to_string(beside), "WRONG_EPOCH",
                        [beside](ClearanceWorld& world, const std::string& party, Purpose) {
                          const domain::Epoch now = world.federation().epoch();
                          const domain::Epoch theirs = beside < 0 ? now.Previous() : beside > 0 ? now.Next() : now;
                          world.link().bend_evaluation[Party(party)] = [theirs](absl::StatusOr<Evaluation>& answer) {
                            answer = domain::WrongEpoch(theirs);
                          };
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

// --- what the Party publishes ---

// With an index that never gets onto the shelf.
Failure PublishesWhatIsRefused(std::string name, std::function<void(ClearanceWorld&, const domain::IndexName&)> bend) {
  return {std::move(name), "INDEX_MISSING", [bend](ClearanceWorld& world, const std::string& party, Purpose cls) {
            bend(world, world.Name(party, cls));
            EXPECT_FALSE(world.FetchAnew(world.Name(party, cls)).ok()) << "it must be refused";
          }};
}

Failure Forges(std::string name, std::function<void(ForgedIndex&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    ForgedIndex forged(world.federation(), index);
    bend(forged);
    forged.Serve();
  });
}

Failure BendsHashes(std::string name, std::function<void(std::vector<std::string>&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    world.link().bend_hashes[index.issuer] = bend;
  });
}

Failure BendsChunks(std::string name, std::function<absl::Status(uint32_t, std::string&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    world.link().bend_chunk[index.issuer] = bend;
  });
}

Failure BendsHeader(std::string name, std::function<void(absl::StatusOr<service::PublishedHeader>&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    world.link().bend_header[index.issuer] = bend;
  });
}

// The header of another index, which its issuer really signed.
Failure GivesHeaderOf(std::string name, std::function<void(ClearanceWorld&, domain::IndexName&)> other) {
  return PublishesWhatIsRefused(std::move(name), [other](ClearanceWorld& world, const domain::IndexName& index) {
    domain::IndexName named = index;
    other(world, named);
    const service::IndexParts& parts = world.federation().blind(named.issuer.value()).parts();
    const auto header = parts.catalogue.FindPublished(*parts.engine.TakeSnapshot(), named);
    ASSERT_TRUE(header.ok() && header->has_value());
    world.link().bend_header[index.issuer] = [bytes = (*header)->envelope](auto& published) {
      published->envelope = bytes;
    };
  });
}

// A header that its issuer signed, about something else.
Failure SignsHeaderThat(std::string name, std::function<void(ForgedIndex&)> bend) {
  return PublishesWhatIsRefused(std::move(name), [bend](ClearanceWorld& world, const domain::IndexName& index) {
    ForgedIndex forged(world.federation(), index);
    forged.Serve();
    bend(forged);
    forged.Serve(forged.SignedHeader());
  });
}

// The right header, signed by a key that may not.
Failure SignsWith(std::string name, std::function<std::string(ForgedIndex&)> sign) {
  return PublishesWhatIsRefused(std::move(name), [sign](ClearanceWorld& world, const domain::IndexName& index) {
    ForgedIndex forged(world.federation(), index);
    forged.Serve();
    forged.Serve(sign(forged));
  });
}

std::vector<Failure> RefusedHeaders() {
  return {
      BendsHeader("has no header yet",
                  [](auto& header) {
                    header = domain::Error(StatusCode::kNotFound, "INDEX_NOT_PUBLISHED", "epoch", "not yet");
                  }),
      BendsHeader("gives no header", [](auto& header) { header = absl::UnavailableError("reset"); }),
      BendsHeader("gives an empty header", [](auto& header) { header->envelope.clear(); }),
      BendsHeader("bends the header's signature", [](auto& header) { header->envelope.back() ^= 1; }),
      BendsHeader("bends the header", [](auto& header) { header->envelope[header->envelope.size() / 2] ^= 1; }),
      GivesHeaderOf("gives the header for another recipient",
                    [](ClearanceWorld&, domain::IndexName& name) {
                      name.recipient = Party(ClearanceWorld::OtherThan(name.issuer.value()));
                    }),
      GivesHeaderOf("gives the header of another class",
                    [](ClearanceWorld&, domain::IndexName& name) { name = Elsewhere(name); }),
      GivesHeaderOf("gives another Party's header",
                    [](ClearanceWorld&, domain::IndexName& name) {
                      name.issuer = Party(ClearanceWorld::OtherThan(name.issuer.value()));
                    }),
      SignsHeaderThat("signs a header of the last epoch",
                      [](ForgedIndex& forged) {
                        forged.header.name.epoch = forged.header.name.epoch.Previous();
                        forged.header.cut_off.seconds -= 3'600;
                      }),
      SignsHeaderThat("signs a header of the next epoch",
                      [](ForgedIndex& forged) {
                        forged.header.name.epoch = forged.header.name.epoch.Next();
                        forged.header.cut_off.seconds += 3'600;
                      }),
      SignsHeaderThat("signs a header of longer epochs",
                      [](ForgedIndex& forged) {
                        // The same number, counted in epochs of another length.
                        forged.header.epoch_seconds = 7'200;
                        forged.header.cut_off.seconds = static_cast<int64_t>(forged.header.name.epoch.number()) * 7'200;
                      }),
      SignsHeaderThat("signs in another Party's name",
                      [](ForgedIndex& forged) {
                        forged.header.name.issuer = Party(ClearanceWorld::OtherThan(forged.header.name.issuer.value()));
                      }),
      SignsHeaderThat("names the identity as its key",
                      [](ForgedIndex& forged) { forged.header.prf_public_key.assign(32, '\0'); }),
      SignsHeaderThat("names no element as its key",
                      [](ForgedIndex& forged) { forged.header.prf_public_key.assign(32, '\xff'); }),
      SignsHeaderThat("names another capacity", [](ForgedIndex& forged) { forged.header.capacity_step = 1; }),
      SignsWith("signs the header with its attestation key",
                [](ForgedIndex& forged) {
                  return forged.HeaderSignedBy(forged.header.name.issuer.value(), crypto::KeyRole::kAttestation);
                }),
      SignsWith("lets another Party sign",
                [](ForgedIndex& forged) {
                  return forged.HeaderSignedBy(ClearanceWorld::OtherThan(forged.header.name.issuer.value()),
                                               crypto::KeyRole::kOperations);
                }),
      SignsHeaderThat("names another root", [](ForgedIndex& forged) { forged.header.chunk_root[31] ^= 1; }),
  };
}

std::vector<Failure> RefusedFiles() {
  return {
      BendsHashes("bends a hash", [](auto& hashes) { hashes[40][0] ^= 1; }),
      BendsHashes("swaps hashes", [](auto& hashes) { hashes[0].swap(hashes[1]); }),
      BendsHashes("leaves the last hash out", [](auto& hashes) { hashes.pop_back(); }),
      BendsHashes("adds a hash", [](auto& hashes) { hashes.push_back(hashes.back()); }),
      BendsHashes("cuts a hash", [](auto& hashes) { hashes[7].pop_back(); }),
      BendsHashes("gives no hashes", [](auto& hashes) { hashes.clear(); }),
      BendsChunks("bends the first chunk",
                  [](uint32_t number, std::string& chunk) {
                    if (number == 0) chunk[100] ^= 1;
                    return absl::OkStatus();
                  }),
      BendsChunks("bends the last chunk",
                  [](uint32_t number, std::string& chunk) {
                    if (number == 81) chunk.back() ^= 1;
                    return absl::OkStatus();
                  }),
      BendsChunks("cuts a chunk",
                  [](uint32_t number, std::string& chunk) {
                    if (number == 81) chunk.pop_back();
                    return absl::OkStatus();
                  }),
      BendsChunks("empties a chunk",
                  [](uint32_t number, std::string& chunk) {
                    if (number == 50) chunk.clear();
                    return absl::OkStatus();
                  }),
      BendsChunks("repeats a chunk",
                  [last = std::string()](uint32_t number, std::string& chunk) mutable {
                    if (number == 9) chunk = last;
                    last = chunk;
                    return absl::OkStatus();
                  }),
      BendsChunks("breaks off",
                  [](uint32_t number, std::string&) {
                    return number == 60 ? absl::UnavailableError("reset") : absl::OkStatus();
                  }),
      PublishesWhatIsRefused("publishes one half of one index and one of another",
                             [](ClearanceWorld& world, const domain::IndexName& name) {
                               ForgedIndex one(world.federation(), name);
                               const ForgedIndex other(world.federation(), Elsewhere(name));
                               one.Serve();
                               auto file = std::make_shared<const std::string>(other.File());
                               auto honest = world.link().bend_chunk[name.issuer];
                               world.link().bend_chunk[name.issuer] = [=](uint32_t number, std::string& chunk) {
                                 if (number < 40) return honest(number, chunk);
                                 chunk = file->substr(number * domain::kIndexChunkSize, domain::kIndexChunkSize);
                                 return absl::OkStatus();
                               };
                             }),
      Forges("publishes entries out of order", [](ForgedIndex& index) { index.entries[5].swap(index.entries[6]); }),
      Forges("publishes records out of order", [](ForgedIndex& index) { index.records[5].swap(index.records[6]); }),
      Forges(
          "publishes its last entry first",
          [](ForgedIndex& index) { std::rotate(index.entries.begin(), index.entries.end() - 1, index.entries.end()); }),
      Forges("publishes a tag twice",
             [](ForgedIndex& index) { index.entries[5].replace(0, 16, index.entries[6], 0, 16); }),
      Forges("publishes an id twice",
             [](ForgedIndex& index) { index.records[5].replace(0, 16, index.records[6], 0, 16); }),
      Forges("publishes an entry too few", [](ForgedIndex& index) { index.entries.pop_back(); }),
      Forges("publishes an entry too many",
             [](ForgedIndex& index) { index.entries.push_back(std::string(137, '\xff')); }),
      Forges("publishes nothing", [](ForgedIndex& index) { index.entries.resize(1), index.records.clear(); }),
  };
}

// Indexes that are on the shelf, and from which absence cannot be read.
std::vector<Failure> TakenIndexes() {
  const auto fetch = [](ClearanceWorld& world, const std::string& party, Purpose cls, auto bend) {
    ForgedIndex forged(world.federation(), world.Name(party, cls));
    bend(forged);
    forged.Serve();
    const absl::Status fetched = world.FetchAnew(world.Name(party, cls));
    EXPECT_TRUE(fetched.ok()) << fetched;
  };
  return {
      {"names another key in the header", "PROOF_INVALID",
       [fetch](ClearanceWorld& world, const std::string& party, Purpose cls) {
         const domain::IndexName other = Elsewhere(world.Name(party, cls));
         fetch(world, party, cls, [&](ForgedIndex& forged) {
           forged.header.prf_public_key = KeyOfIndex(world.federation(), other).public_key().bytes();
         });
       }},
      {"says that its index is not complete", "INDEX_INCOMPLETE",
       [fetch](ClearanceWorld& world, const std::string& party, Purpose cls) {
         fetch(world, party, cls, [](ForgedIndex& forged) { forged.header.complete = false; });
       },
       true},
      {"is not fetched", "INDEX_MISSING",
       [](ClearanceWorld& world, const std::string& party, Purpose cls) { world.TakeAway(world.Name(party, cls)); }},
  };
}

class NeverAFalseClearanceTest : public ::testing::Test {
 protected:
  void ExpectAllIsWell(Purpose cls) {
    for (const AskedPerson& asked : world_.Everybody(cls)) {
      SCOPED_TRACE(asked.who);
      const domain::StatusDecision decision = world_.Ask(cls, asked.handles);
      const bool known = asked.known_here || !asked.known_at.empty();
      EXPECT_EQ(decision.outcome, known ? CheckOutcome::kHold : CheckOutcome::kNoRecord);
      for (const std::string& issuer : ClearanceWorld::Issuers()) {
        EXPECT_EQ(world_.LineOf(decision, issuer).status, ConsultationStatus::kConsulted)
            << issuer << " " << world_.LineOf(decision, issuer).reason;
      }
    }
    if (cls != Purpose::kProtectiveCheck) return;
    const std::vector<AskedPerson> everybody = world_.Everybody(cls);
    const std::vector<service::ScreenedRow> rows = world_.Screen(everybody);
    ASSERT_EQ(rows.size(), everybody.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      const bool known = everybody[i].known_here || !everybody[i].known_at.empty();
      EXPECT_EQ(rows[i].outcome, known ? CheckOutcome::kHold : CheckOutcome::kNoRecord) << everybody[i].who;
    }
  }

  // One Party fails in this way; whatever is asked, the answer says so and clears nobody.
  void ExpectNamed(const Failure& failure, const std::string& failed, Purpose cls, const AskedPerson& asked) {
    SCOPED_TRACE(failed + " " + failure.name + ", " + std::string(domain::PurposeName(cls)) + ", " + asked.who);
    ExpectNamedIn(world_.Ask(cls, asked.handles), failure, failed, asked);
  }

  // The same of a check that stays open: at its first try everybody is missing, at its second this Party fails.
  void ExpectNamedByASecondTry(const Failure& failure, const std::string& failed, Purpose cls,
                               const AskedPerson& asked) {
    SCOPED_TRACE("second try: " + failed + " " + failure.name + ", " + std::string(domain::PurposeName(cls)) + ", " +
                 asked.who);
    service::StatusCheck check(world_.base().context(ClearanceWorld::kAsker), BorderOfficer(ClearanceWorld::kAsker),
                               ClearanceWorld::Input(cls, asked.handles), domain::Method::kAwaitStatus);
    const auto planted = world_.link().bend_evaluation;
    for (const std::string& issuer : ClearanceWorld::Issuers()) {
      world_.link().bend_evaluation[Party(issuer)] = [](auto& answer) { answer = absl::UnavailableError("away"); };
    }
    const auto first = check.Try();
    world_.link().bend_evaluation = planted;
    ASSERT_TRUE(first.ok()) << first.status();
    EXPECT_EQ(first->decision.outcome, asked.known_here ? CheckOutcome::kHold : CheckOutcome::kIncomplete);
    const auto second = check.Try();
    ASSERT_TRUE(second.ok()) << second.status();
    ExpectNamedIn(second->decision, failure, failed, asked);
  }

  // The same of a screening: everybody in one batch.
  void ExpectNamedInAScreening(const Failure& failure, const std::string& failed) {
    const std::vector<AskedPerson> everybody = world_.Everybody(Purpose::kProtectiveCheck);
    const std::vector<service::ScreenedRow> rows = world_.Screen(everybody);
    ASSERT_EQ(rows.size(), everybody.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      SCOPED_TRACE("screening: " + failed + " " + failure.name + ", " + everybody[i].who);
      ++checks_;
      EXPECT_EQ(rows[i].outcome, OutcomeOf(failure, failed, everybody[i]));
      if (rows[i].outcome != CheckOutcome::kIncomplete) continue;
      ASSERT_EQ(rows[i].not_consulted.size(), 1u) << "that Party, and no other";
      EXPECT_EQ(rows[i].not_consulted[0].party, Party(failed));
      EXPECT_EQ(rows[i].not_consulted[0].reason, failure.reason);
    }
  }

  static CheckOutcome OutcomeOf(const Failure& failure, const std::string& failed, const AskedPerson& asked) {
    const bool found_there = !asked.known_at.empty() && (asked.known_at != failed || failure.what_is_there_is_found);
    return asked.known_here || found_there ? CheckOutcome::kHold : CheckOutcome::kIncomplete;
  }

  void ExpectNamedIn(const domain::StatusDecision& decision, const Failure& failure, const std::string& failed,
                     const AskedPerson& asked) {
    ++checks_;
    EXPECT_NE(decision.outcome, CheckOutcome::kNoRecord);
    EXPECT_EQ(decision.outcome, OutcomeOf(failure, failed, asked));
    EXPECT_NE(world_.LineOf(decision, failed).status, ConsultationStatus::kConsulted);
    EXPECT_EQ(world_.LineOf(decision, failed).reason, failure.reason);
    EXPECT_THAT(decision.incomplete_reasons, ::testing::Contains(domain::IncompleteReason::kPartyNotConsulted));
    const std::string& other = ClearanceWorld::OtherThan(failed);
    EXPECT_EQ(world_.LineOf(decision, other).status, ConsultationStatus::kConsulted)
        << other << " " << world_.LineOf(decision, other).reason;
  }

  void ExpectEachNamed(const std::vector<Failure>& failures, const std::vector<Purpose>& classes) {
    for (const Failure& failure : failures) {
      for (const std::string& failed : ClearanceWorld::Issuers()) {
        for (const Purpose cls : classes) {
          failure.plant(world_, failed, cls);
          for (const AskedPerson& asked : world_.Everybody(cls)) {
            ExpectNamed(failure, failed, cls, asked);
            // Trying again and screening know no classes: one shows them.
            if (cls == kProtective) ExpectNamedByASecondTry(failure, failed, cls, asked);
          }
          if (cls == kProtective) ExpectNamedInAScreening(failure, failed);
          world_.Heal();
        }
      }
      if (HasFailure()) return;  // the first is enough to read
    }
    for (const Purpose cls : classes) ExpectAllIsWell(cls);
    EXPECT_GT(checks_, 0);
  }

  static std::vector<Purpose> AllClasses() { return {domain::kIndexClasses.begin(), domain::kIndexClasses.end()}; }

  ClearanceWorld world_;
  int checks_ = 0;
};

// Without this the rest would show nothing: where nothing fails, strangers are cleared and who is known is found.
TEST_F(NeverAFalseClearanceTest, WithoutFailureEverybodyIsAnsweredFor) {
  for (const Purpose cls : domain::kIndexClasses) ExpectAllIsWell(cls);
}

TEST_F(NeverAFalseClearanceTest, WhenAPartyRefuses) { ExpectEachNamed(Refusals(), AllClasses()); }

TEST_F(NeverAFalseClearanceTest, WhenAPartyIsInAnotherEpoch) { ExpectEachNamed(EpochsBeside(), AllClasses()); }

TEST_F(NeverAFalseClearanceTest, WhenAPartyAnswersWrongly) { ExpectEachNamed(WrongAnswers(), AllClasses()); }

TEST_F(NeverAFalseClearanceTest, WhenAHeaderIsRefused) { ExpectEachNamed(RefusedHeaders(), AllClasses()); }

TEST_F(NeverAFalseClearanceTest, WhenAFileIsRefused) { ExpectEachNamed(RefusedFiles(), AllClasses()); }

TEST_F(NeverAFalseClearanceTest, WhenAbsenceCannotBeReadFromAnIndex) { ExpectEachNamed(TakenIndexes(), AllClasses()); }

// Two headers of one index, each signed: the first counts, what is there is found, absence says nothing. For good: so
// it is the last that is told of each index.
TEST_F(NeverAFalseClearanceTest, WhenAnIndexHasTwoHeaders) {
  const Failure fork{"signed two headers", "INDEX_FORKED",
                     [](ClearanceWorld& world, const std::string& party, Purpose cls) {
                       const domain::IndexName name = world.Name(party, cls);
                       ForgedIndex second(world.federation(), name);
                       second.header.complete = false;
                       second.Serve();
                       const service::IndexParts& parts = world.asker().parts();
                       const auto watched = service::WatchForFork(parts, world.asker().link(), world.asker().shelf(),
                                                                  world.asker().watch(), name);
                       ASSERT_TRUE(watched.ok()) << watched.status();
                       EXPECT_TRUE(watched->fork_is_new);
                     },
                     true};
  for (const std::string& failed : ClearanceWorld::Issuers()) {
    for (const Purpose cls : domain::kIndexClasses) {
      fork.plant(world_, failed, cls);
      for (const AskedPerson& asked : world_.Everybody(cls)) {
        ExpectNamed(fork, failed, cls, asked);
        ExpectNamedByASecondTry(fork, failed, cls, asked);
      }
      if (cls == kProtective) ExpectNamedInAScreening(fork, failed);
      world_.Heal();
    }
  }
}

// Every Party fails at once, each in its own way.
TEST_F(NeverAFalseClearanceTest, WhenAllFail) {
  for (const Failure& at_a : Refusals()) {
    at_a.plant(world_, "QQA", Purpose::kProtectiveCheck);
    AnswersWrongly("", [](Evaluation& answer, const auto&, auto&) {
      answer.proof[1] ^= 1;
    }).plant(world_, "QQB", Purpose::kProtectiveCheck);
    for (const AskedPerson& asked : world_.Everybody(Purpose::kProtectiveCheck)) {
      const domain::StatusDecision decision = world_.Ask(Purpose::kProtectiveCheck, asked.handles);
      EXPECT_EQ(decision.outcome, asked.known_here ? CheckOutcome::kHold : CheckOutcome::kIncomplete) << asked.who;
      EXPECT_EQ(world_.LineOf(decision, "QQA").reason, at_a.reason);
      EXPECT_EQ(world_.LineOf(decision, "QQB").reason, "PROOF_INVALID");
    }
    world_.Heal();
  }
}

// A Party that never answers costs the deadline, and no more; the others' answers count.
TEST(NeverAFalseClearanceHangTest, WhenAPartyNeverAnswers) {
  ClearanceWorld world(1, std::chrono::milliseconds(2'500));
  for (const std::string& failed : ClearanceWorld::Issuers()) {
    world.link().hang[Party(failed)] = true;
    std::vector<std::pair<AskedPerson, std::future<domain::StatusDecision>>> running;
    for (const AskedPerson& asked : world.Everybody(Purpose::kProtectiveCheck)) {
      running.emplace_back(asked, std::async(std::launch::async, [&world, handles = asked.handles] {
                             return world.Ask(Purpose::kProtectiveCheck, handles);
                           }));
    }
    for (auto& [asked, answer] : running) {
      const domain::StatusDecision decision = answer.get();
      const bool hold = asked.known_here || (!asked.known_at.empty() && asked.known_at != failed);
      EXPECT_EQ(decision.outcome, hold ? CheckOutcome::kHold : CheckOutcome::kIncomplete) << asked.who;
      EXPECT_EQ(ClearanceWorld::LineOf(decision, failed).reason, "PEER_TOO_SLOW");
      EXPECT_EQ(ClearanceWorld::LineOf(decision, ClearanceWorld::OtherThan(failed)).reason, "");
    }
    world.Heal();
  }
}

}  // namespace
}  // namespace vsx::test
