// Never a false clearance, in bad times: clocks that disagree, epochs that end, trust documents that expired, keys that
// are trusted no more, Parties that were suspended, budgets and capacities that are used up, seeds that are lost.

#include <map>
#include <set>

#include "crypto/blind_prf.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/index_layout.h"
#include "node/statement/attestation_copy.h"
#include "node/statement/check_receipt.h"
#include "tests/service/clearance_world.h"
#include "tests/support/one_index.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::ConsultationStatus;
using domain::IncompleteReason;
using domain::Purpose;
using service::Evaluation;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kAsker = ClearanceWorld::kAsker;

class NoClearanceInBadTimesTest : public ::testing::Test {
 protected:
  TestFederation& base() { return world_.base(); }
  FakeClock& clock() { return world_.base().clock(); }
  domain::EpochPlan plan() { return world_.federation().plan(); }

  // Nobody is cleared for `reason`, and who is known is found; the Parties themselves are as good as ever.
  void ExpectOnly(IncompleteReason reason) {
    for (const Purpose cls : domain::kIndexClasses) {
      for (const AskedPerson& asked : world_.Everybody(cls)) {
        SCOPED_TRACE(asked.who);
        const domain::StatusDecision decision = world_.Ask(cls, asked.handles);
        const bool known = asked.known_here || !asked.known_at.empty();
        EXPECT_EQ(decision.outcome, known ? CheckOutcome::kHold : CheckOutcome::kIncomplete);
        EXPECT_THAT(decision.incomplete_reasons, ElementsAre(reason));
      }
    }
  }

  // `failed` fails for `reason`; only absence says nothing there if `found`.
  void ExpectNamed(const std::set<std::string>& failed, const std::string& reason, bool found,
                   Purpose cls = kProtective) {
    for (const AskedPerson& asked : world_.Everybody(cls)) {
      SCOPED_TRACE(*failed.begin() + ", " + asked.who);
      const domain::StatusDecision decision = world_.Ask(cls, asked.handles);
      const bool known = asked.known_here || (!asked.known_at.empty() && (found || !failed.contains(asked.known_at)));
      EXPECT_EQ(decision.outcome, known ? CheckOutcome::kHold : CheckOutcome::kIncomplete);
      for (const std::string& party : failed) {
        EXPECT_NE(world_.LineOf(decision, party).status, ConsultationStatus::kConsulted);
        EXPECT_EQ(world_.LineOf(decision, party).reason, reason);
      }
    }
  }

  void ExpectCleared(Purpose cls = kProtective) {
    const domain::StatusDecision decision = world_.Ask(cls, world_.Everybody(cls)[0].handles);
    EXPECT_EQ(decision.outcome, CheckOutcome::kNoRecord);
    for (const domain::ConsultedParty& line : decision.consultations) {
      EXPECT_EQ(line.status, ConsultationStatus::kConsulted) << line.party.value() << " " << line.reason;
    }
  }

  // What QQC's trust documents say from now on; the others' stay.
  void ReloadAskersTrust() { base().node(kAsker).SetTrust(base().LoadTrust(kAsker)); }

  // Peers' clocks are so far ahead of QQC's.
  void SkewPeers(const std::map<std::string, int64_t>& ahead) {
    for (const auto& [party, seconds] : ahead) {
      world_.link().bend_evaluation[Party(party)] = [seconds = seconds](absl::StatusOr<Evaluation>& answer) {
        if (answer.ok()) answer->server_time.seconds += seconds;
      };
    }
  }

  // The Party answers as a node would whose clock is in `epoch`: with that epoch's key, refusing any other.
  void LivesInEpoch(const std::string& party, domain::Epoch epoch) {
    world_.link().bend_evaluation[Party(party)] = [this, party, epoch](absl::StatusOr<Evaluation>& answer) {
      const SeenEvaluation asked = world_.link().SeenBy(Party(party)).back();
      if (asked.name.epoch != epoch) {
        answer = domain::WrongEpoch(epoch);
        return;
      }
      StoryRandomSource random("epoch");
      crypto::Evaluation made =
          crypto::BlindEvaluate(KeyOfIndex(world_.federation(), asked.name), asked.batch.elements, random).value();
      answer = Evaluation{std::move(made.elements), std::move(made.proof), clock().Now()};
    };
  }

  // Every Party answers in the epoch that it is now; when its answer comes, it is `moment`.
  void EndChecksAt(domain::UnixTime moment) {
    for (const std::string& party : ClearanceWorld::Issuers()) {
      LivesInEpoch(party, world_.federation().epoch());
      world_.link().bend_evaluation[Party(party)] =
          [this, moment, answers = world_.link().bend_evaluation[Party(party)]](absl::StatusOr<Evaluation>& answer) {
            answers(answer);
            clock().Set(moment);
            if (answer.ok()) answer->server_time = moment;
          };
    }
  }

  void PrefetchNextEpoch() {
    const domain::Epoch next = world_.federation().epoch().Next();
    for (const domain::UnixTime moment : {plan().CutOff(next), plan().PublishFrom(next)}) {
      clock().Set(moment);
      world_.federation().RunKeepers();
    }
  }

  ClearanceWorld world_;
};

// --- clocks ---

TEST_F(NoClearanceInBadTimesTest, OwnClockApartFromThePeersMedianClearsNobody) {
  for (const int64_t seconds : {121, -121, 86'400, -86'400}) {
    SkewPeers({{"QQA", seconds}, {"QQB", seconds}});
    world_.Ask(kProtective, world_.Everybody(kProtective)[0].handles);  // hears them
    ExpectOnly(IncompleteReason::kOwnClock);
  }
  SkewPeers({{"QQA", INT64_MAX - clock().Now().seconds}, {"QQB", INT64_MIN}});
  world_.Ask(kProtective, world_.Everybody(kProtective)[0].handles);
  ExpectOnly(IncompleteReason::kOwnClock);
}

TEST_F(NoClearanceInBadTimesTest, OwnClockWithinTheBoundClears) {
  for (const int64_t seconds : {120, -120, 0}) {
    SkewPeers({{"QQA", seconds}, {"QQB", seconds}});
    ExpectCleared();
  }
}

TEST_F(NoClearanceInBadTimesTest, OneOfTwoPeersApartIsDoubt) {
  SkewPeers({{"QQA", 121}});
  world_.Ask(kProtective, world_.Everybody(kProtective)[0].handles);
  ExpectOnly(IncompleteReason::kOwnClock);
}

// --- epochs ---

TEST_F(NoClearanceInBadTimesTest, IndexOfTheLastEpochClearsNobody) {
  clock().Set(plan().Start(world_.federation().epoch().Next()));
  ExpectNamed({"QQA", "QQB"}, "INDEX_MISSING", false);
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochIsAskedOnceMoreWithFreshBlinds) {
  PrefetchNextEpoch();
  const domain::Epoch next = world_.federation().epoch().Next();
  clock().Set({plan().Start(next).seconds - 5});
  for (const std::string& party : ClearanceWorld::Issuers()) {
    LivesInEpoch(party, next);
    ExpectCleared();
    const std::vector<SeenEvaluation> seen = world_.link().SeenBy(Party(party));
    const SeenEvaluation& first = seen[seen.size() - 2];
    const SeenEvaluation& second = seen.back();
    EXPECT_EQ(second.name.epoch, next);
    EXPECT_EQ(first.name.epoch, next.Previous());
    for (const std::string& element : second.batch.elements) {
      EXPECT_THAT(first.batch.elements, ::testing::Not(Contains(element)));
    }
    world_.link().bend_evaluation.clear();
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochIsNotBelievedBeforeItsTime) {
  PrefetchNextEpoch();
  const domain::Epoch next = world_.federation().epoch().Next();
  clock().Set({plan().Start(next).seconds - plan().Skew() - 1});
  for (const std::string& party : ClearanceWorld::Issuers()) {
    LivesInEpoch(party, next);
    ExpectNamed({party}, "WRONG_EPOCH", false);
    world_.link().bend_evaluation.clear();
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyThatCannotDecideOnAnEpochIsAskedTwiceAndNoMore) {
  PrefetchNextEpoch();
  const domain::Epoch now = world_.federation().epoch();
  clock().Set({plan().Start(now.Next()).seconds - 5});
  for (const std::string& party : ClearanceWorld::Issuers()) {
    world_.link().bend_evaluation[Party(party)] = [&, party](absl::StatusOr<Evaluation>& answer) {
      const domain::Epoch asked = world_.link().SeenBy(Party(party)).back().name.epoch;
      answer = domain::WrongEpoch(asked == now ? now.Next() : now);
    };
    const size_t before = world_.link().SeenBy(Party(party)).size();
    ExpectNamed({party}, "WRONG_EPOCH", false);
    EXPECT_EQ(world_.link().SeenBy(Party(party)).size(), before + 2 * world_.Everybody(kProtective).size());
    world_.link().bend_evaluation.clear();
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochWhoseIndexIsNotHereClearsNobody) {
  const domain::Epoch next = world_.federation().epoch().Next();
  clock().Set({plan().Start(next).seconds - 5});
  for (const std::string& party : ClearanceWorld::Issuers()) {
    LivesInEpoch(party, next);
    ExpectNamed({party}, "INDEX_MISSING", false);
    world_.link().bend_evaluation.clear();
  }
}

// A check that begins in one epoch and ends in the next is answered by what it asked.
TEST_F(NoClearanceInBadTimesTest, CheckThatAnEpochEndsUnderIsNoFailedCheck) {
  const domain::UnixTime end = plan().End(world_.federation().epoch());
  EndChecksAt(end);
  for (const AskedPerson& asked : world_.Everybody(kProtective)) {
    clock().Set({end.seconds - 1});
    const domain::StatusDecision decision = world_.Ask(kProtective, asked.handles);
    const bool known = asked.known_here || !asked.known_at.empty();
    EXPECT_EQ(decision.outcome, known ? CheckOutcome::kHold : CheckOutcome::kNoRecord) << asked.who;
  }
}

// One that ends so much later that its index may not be used any more: the clock was set meanwhile.
TEST_F(NoClearanceInBadTimesTest, CheckThatEndsInAnotherTimeClearsNobody) {
  const domain::UnixTime end = plan().End(world_.federation().epoch());
  EndChecksAt({end.seconds + plan().Skew()});
  for (const AskedPerson& asked : world_.Everybody(kProtective)) {
    clock().Set({end.seconds - 1});
    const domain::StatusDecision decision = world_.Ask(kProtective, asked.handles);
    const bool known = asked.known_here || !asked.known_at.empty();
    EXPECT_EQ(decision.outcome, known ? CheckOutcome::kHold : CheckOutcome::kIncomplete) << asked.who;
    EXPECT_EQ(ClearanceWorld::LineOf(decision, "QQA").reason, "OTHER_EPOCH");
    EXPECT_EQ(ClearanceWorld::LineOf(decision, "QQB").reason, "OTHER_EPOCH");
  }
}

// --- trust documents ---

TEST_F(NoClearanceInBadTimesTest, ExpiredManifestClearsNobody) {
  base().manifest.set_expires_at(clock().Now().seconds);
  ReloadAskersTrust();
  ExpectOnly(IncompleteReason::kTrustDocuments);
  base().manifest.set_expires_at(clock().Now().seconds + 1);
  ReloadAskersTrust();
  ExpectCleared();
}

TEST_F(NoClearanceInBadTimesTest, ExpiredRecordOfAnyPartyClearsNobody) {
  for (const char* party : {"QQA", "QQB", kAsker}) {
    const int64_t before = base().records[party].expires_at();
    base().records[party].set_expires_at(clock().Now().seconds);
    ReloadAskersTrust();
    for (const Purpose cls : domain::kIndexClasses) ExpectNamed({party}, "PARTY_RECORD_EXPIRED", true, cls);
    base().records[party].set_expires_at(before);
  }
  ReloadAskersTrust();
  ExpectCleared();
}

// Without its record nothing of a Party verifies: neither what its index holds nor that it holds nothing.
TEST_F(NoClearanceInBadTimesTest, PartyWithoutRecordClearsNobody) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    const v1::PartyRecord record = base().records[party];
    base().records.erase(party);
    ReloadAskersTrust();
    for (const AskedPerson& asked : world_.Everybody(kProtective)) {
      const domain::StatusDecision decision = world_.Ask(kProtective, asked.handles);
      const bool known = asked.known_here || (!asked.known_at.empty() && asked.known_at != party);
      EXPECT_EQ(decision.outcome, known ? CheckOutcome::kHold : CheckOutcome::kIncomplete) << party << asked.who;
      EXPECT_THAT(decision.incomplete_reasons, Contains(IncompleteReason::kTrustDocuments));
    }
    base().records[party] = record;
  }
}

// What a key said that its Party does not trust any more, or that was forgotten until it expired, still speaks for who
// is protected; that somebody is not there, it says no more. Whoever stole it could have left her out.
class HeaderKeyTest : public NoClearanceInBadTimesTest {
 protected:
  v1::PartyKey& OperationsKey(const std::string& party) {
    for (v1::PartyKey& key : *base().records[party].mutable_keys()) {
      if (key.role() == v1::KEY_ROLE_OPERATIONS) return key;
    }
    ADD_FAILURE() << "no operations key";
    return *base().records[party].mutable_keys(0);
  }
};

TEST_F(HeaderKeyTest, HeaderUnderADistrustedKeyClearsNobody) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    OperationsKey(party).set_distrust_from(clock().Now().seconds);
    ReloadAskersTrust();
    for (const Purpose cls : domain::kIndexClasses) ExpectNamed({party}, "KEY_DISTRUSTED", true, cls);
    OperationsKey(party).clear_distrust_from();
  }
  ReloadAskersTrust();
  ExpectCleared();
}

TEST_F(HeaderKeyTest, HeaderUnderAnExpiredKeyClearsNobody) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    const int64_t before = OperationsKey(party).valid_until();
    OperationsKey(party).set_valid_until(clock().Now().seconds);
    ReloadAskersTrust();
    ExpectNamed({party}, "KEY_DISTRUSTED", true);
    OperationsKey(party).set_valid_until(before);
  }
  ReloadAskersTrust();
  ExpectCleared();
}

// --- suspended Parties ---

// At an issuer that thinks so of who asks.
TEST_F(NoClearanceInBadTimesTest, AskerThatAPartySuspendedIsRefusedAndClearsNobody) {
  base().manifest.mutable_parties(2)->set_state(v1::PARTY_STATE_SUSPENDED);
  base().node("QQA").SetTrust(base().LoadTrust("QQA"));
  ExpectNamed({"QQA"}, "PARTY_UNKNOWN", false);
  base().node("QQB").SetTrust(base().LoadTrust("QQB"));
  ExpectNamed({"QQA", "QQB"}, "PARTY_UNKNOWN", false);
}

TEST_F(NoClearanceInBadTimesTest, AskerThatIsSuspendedItselfClearsNobody) {
  base().manifest.mutable_parties(2)->set_state(v1::PARTY_STATE_SUSPENDED);
  ReloadAskersTrust();
  for (const AskedPerson& asked : world_.Everybody(kProtective)) {
    const domain::StatusDecision decision = world_.Ask(kProtective, asked.handles);
    const bool known = asked.known_here || !asked.known_at.empty();
    EXPECT_EQ(decision.outcome, known ? CheckOutcome::kHold : CheckOutcome::kIncomplete) << asked.who;
    EXPECT_EQ(ClearanceWorld::LineOf(decision, kAsker).reason, "NOT_CONSULTED");
  }
}

// A Party that was suspended is none in force: it is not asked, and the answer names it among the States that nobody
// speaks for. What it had delivered still holds.
TEST_F(NoClearanceInBadTimesTest, SuspendedPartyIsNamedAsOutsideAndWhatItDeliveredHolds) {
  base().manifest.mutable_parties(0)->set_state(v1::PARTY_STATE_SUSPENDED);
  ReloadAskersTrust();
  EXPECT_THAT(base().context(kAsker).trust.MemberStatesOutside(), Contains(Party("QQA")));
  const std::vector<AskedPerson> everybody = world_.Everybody(kProtective);
  const service::CheckAnswer stranger = Check(base(), kAsker, everybody[0].handles);
  for (const domain::ConsultedParty& line : stranger.decision.consultations) EXPECT_NE(line.party, Party("QQA"));
  const auto receipt =
      statement::VerifyCheckReceipt(base().context(kAsker).trust, stranger.receipt_envelope, clock().Now());
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_THAT(receipt->content.member_states_outside, Contains(Party("QQA")));
  for (const AskedPerson& asked : everybody) {
    if (!asked.known_here) continue;
    EXPECT_EQ(world_.Ask(kProtective, asked.handles).outcome, CheckOutcome::kHold) << asked.who;
  }
}

// --- what is used up or lost ---

TEST_F(NoClearanceInBadTimesTest, ExhaustedBudgetClearsNobodyAndStarvesNoOtherKind) {
  std::set<std::string> exhausted;
  for (const std::string& party : ClearanceWorld::Issuers()) {
    service::PartyBudgets& budgets = world_.federation().blind(party).budgets();
    ASSERT_TRUE(budgets.Take(Party(kAsker), kProtective, domain::EvaluationKind::kSingle, 999'000).ok());
    while (budgets.Take(Party(kAsker), kProtective, domain::EvaluationKind::kSingle, 1).ok()) {
    }
    exhausted.insert(party);
    ExpectNamed(exhausted, "BUDGET_EXHAUSTED", false);
    ExpectNamed(exhausted, "BUDGET_EXHAUSTED", false, Purpose::kConsularAssistance);
  }
  ExpectCleared(Purpose::kPresented);
}

// A real index of more cases than it can hold: who is in it is found, and nobody is absent.
TEST_F(NoClearanceInBadTimesTest, IndexAboveCapacityClearsNobody) {
  for (const std::string& issuer : ClearanceWorld::Issuers()) {
    const domain::IndexName name = world_.Name(issuer, kProtective);
    const service::IndexParts& parts = world_.federation().blind(issuer).parts();
    auto population = GatherOnePopulation(base().context(issuer), *parts.engine.TakeSnapshot(), name, clock().Now());
    ASSERT_TRUE(population.ok()) << population.status();
    const size_t real = population->copies.size();
    for (size_t i = 0; i < 1'025; ++i) {
      service::IndexedCopy copy = population->copies[i % real];
      if (i >= real) copy.id = *domain::CopyId::FromBytes(std::string(12, 'x') + std::to_string(1'000 + i));
      if (i >= real) population->copies.push_back(std::move(copy));
    }
    ForgedIndex index(world_.federation(), name);
    const auto geometry = domain::IndexGeometry::OfStep(0).value();
    StoryRandomStreams streams("above capacity");
    auto layout = service::LayOutIndex(name, geometry, index.key(), population->copies, true, streams);
    ASSERT_TRUE(layout.ok()) << layout.status();
    EXPECT_FALSE(layout->complete);
    index.records = std::move(layout->records);
    index.entries = std::move(layout->entries);
    index.header.complete = layout->complete;
    index.Serve();
    ASSERT_TRUE(world_.FetchAnew(name).ok());
    ExpectNamed({issuer}, "INDEX_INCOMPLETE", true);
    world_.Heal();
  }
}

TEST_F(NoClearanceInBadTimesTest, PartialBirthDateAloneClearsNobody) {
  const auto name = domain::NameKey::FromName("Siapa Pun Nobody").value();
  const auto handle = [&](const char* date) {
    return domain::Handle::FromBiographic(name, domain::PartialDate::Parse(date).value());
  };
  for (const char* date : {"1999", "1999-04"}) {
    const domain::StatusDecision decision = world_.Ask(kProtective, {handle(date)}, true);
    EXPECT_EQ(decision.outcome, CheckOutcome::kIncomplete) << date;
    EXPECT_THAT(decision.incomplete_reasons, ElementsAre(IncompleteReason::kPartialDate));
  }
  EXPECT_EQ(world_.Ask(kProtective, {handle("1999-04-05")}).outcome, CheckOutcome::kNoRecord);
}

// The seed is gone in the middle of the epoch: the keeper ended it, as it does at its end.
TEST_F(NoClearanceInBadTimesTest, LostSeedClearsNobody) {
  std::set<std::string> lost;
  for (const std::string& party : ClearanceWorld::Issuers()) {
    const domain::Epoch next = world_.federation().epoch().Next();
    ASSERT_TRUE(world_.federation().blind(party).issued().EndEpochsBefore(next).ok());
    lost.insert(party);
    for (const Purpose cls : domain::kIndexClasses) ExpectNamed(lost, "SEED_UNAVAILABLE", false, cls);
  }
}

TEST(NoClearanceBeforeAnythingTest, FederationThatHasJustBegunClearsNobody) {
  BlindFederation federation;
  const service::CheckAnswer answer = Check(federation.base(), kAsker, {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  for (const char* party : {"QQA", "QQB"}) {
    EXPECT_EQ(ClearanceWorld::LineOf(answer.decision, party).reason, "INDEX_MISSING");
  }
  EXPECT_THAT(answer.decision.incomplete_reasons, Contains(IncompleteReason::kOwnClock)) << "nobody vouches for it yet";
  EXPECT_THAT(answer.decision.matches, IsEmpty());
}

}  // namespace
}  // namespace vsx::test
