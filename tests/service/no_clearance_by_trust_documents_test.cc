// Never a false clearance, by trust documents: such as expired, keys that are trusted no more, Parties that were
// suspended.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/statement/check_receipt.h"
#include "tests/service/clearance_fixture.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::Purpose;
using ::testing::Contains;

class NoClearanceByTrustDocumentsTest : public ClearanceTest {
 protected:
  static void ExpectCleared() {
    EXPECT_EQ(world().Ask(kProtective, world().Everybody(kProtective)[0].handles).outcome, CheckOutcome::kNoRecord);
  }

  static v1::PartyKey& OperationsKey(const std::string& party) {
    for (v1::PartyKey& key : *base().records[party].mutable_keys()) {
      if (key.role() == v1::KEY_ROLE_OPERATIONS) return key;
    }
    ADD_FAILURE() << "no operations key";
    return *base().records[party].mutable_keys(0);
  }

  // QQC's trust documents, bent so, make whatever is asked to be told as `blame` says; then they are well again.
  static void ExpectOf(const Blame& blame, const std::function<void()>& bend) {
    ExpectOnEveryPath(AllClasses(), blame, [&] {
      bend();
      world().ReloadTrustOf(kAsker);
    });
    world().Heal();
    ExpectCleared();
  }

  // The key of that Party's headers, bent so, makes what they say of who is there count, and nothing else: in the
  // middle of an epoch, and at its borders, where it is the header of another index.
  static void ExpectNoAbsenceByKeyOf(const std::string& party, const std::function<void(v1::PartyKey&)>& bend) {
    const Blame blame{
        .not_consulted = {{party, "KEY_DISTRUSTED"}}, .what_is_there_is_found = true, .undoes_earlier_answers = true};
    ExpectOf(blame, [&] { bend(OperationsKey(party)); });
    ExpectOnEveryPathAtBorders(AllClasses(), blame, [&] {
      bend(OperationsKey(party));
      world().ReloadTrustOf(kAsker);
    });
  }
};

TEST_F(NoClearanceByTrustDocumentsTest, ExpiredManifestClearsNobody) {
  ExpectOf({.doubts = {"TRUST_DOCUMENTS"}, .undoes_earlier_answers = true},
           [] { base().manifest.set_expires_at(clock().Now().seconds); });
  base().manifest.set_expires_at(clock().Now().seconds + 1);
  world().ReloadTrustOf(kAsker);
  ExpectCleared();
}

TEST_F(NoClearanceByTrustDocumentsTest, ExpiredRecordOfAnyPartyClearsNobody) {
  for (const char* party : {"QQA", "QQB", kAsker}) {
    ExpectOf({.not_consulted = {{party, "PARTY_RECORD_EXPIRED"}},
              .doubts = {"TRUST_DOCUMENTS"},
              .what_is_there_is_found = true,
              .undoes_earlier_answers = true},
             [&] { base().records[party].set_expires_at(clock().Now().seconds); });
  }
}

// Without its record nothing of a Party verifies: neither what its index holds nor that it holds nothing.
TEST_F(NoClearanceByTrustDocumentsTest, PartyWithoutRecordClearsNobody) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    for (const Purpose cls : domain::kIndexClasses) PathsOf(cls, {});
    base().records.erase(party);
    world().ReloadTrustOf(kAsker);
    for (const Purpose cls : domain::kIndexClasses) {
      for (const Told& told : PathsOf(cls, {}).Answers()) {
        const bool is_there = told.asked.known_at == party;
        ExpectTold(told, {.not_consulted = {{party, is_there ? "RECORD_UNREADABLE" : "KEY_DISTRUSTED"}},
                          .doubts = {"TRUST_DOCUMENTS"}});
      }
    }
    world().Heal();
    ExpectCleared();
  }
}

// --- keys of headers ---

// What a key said that its Party does not trust any more, or that was forgotten until it expired, still speaks for who
// is protected; that somebody is not there, it says no more. Whoever stole it could have left her out.
TEST_F(NoClearanceByTrustDocumentsTest, HeaderUnderADistrustedKeyClearsNobody) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    ExpectNoAbsenceByKeyOf(party, [](v1::PartyKey& key) { key.set_distrust_from(clock().Now().seconds); });
  }
}

TEST_F(NoClearanceByTrustDocumentsTest, HeaderUnderAnExpiredKeyClearsNobody) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    ExpectNoAbsenceByKeyOf(party, [](v1::PartyKey& key) { key.set_valid_until(clock().Now().seconds); });
  }
}

// --- suspended Parties ---

// At an issuer that thinks so of who asks.
TEST_F(NoClearanceByTrustDocumentsTest, AskerThatAPartySuspendedIsRefusedAndClearsNobody) {
  for (const std::vector<std::string>& by : {std::vector<std::string>{"QQA"}, {"QQB"}, {"QQA", "QQB"}}) {
    Blame blame;
    for (const std::string& party : by) blame.not_consulted[party] = "PARTY_UNKNOWN";
    ExpectOnEveryPath(AllClasses(), blame, [&] {
      base().manifest.mutable_parties(2)->set_state(v1::PARTY_STATE_SUSPENDED);
      for (const std::string& party : by) world().ReloadTrustOf(party);
    });
    world().Heal();
    ExpectCleared();
  }
}

TEST_F(NoClearanceByTrustDocumentsTest, AskerThatIsSuspendedItselfClearsNobody) {
  ExpectOf({.not_consulted = {{kAsker, "NOT_CONSULTED"}}, .undoes_earlier_answers = true},
           [] { base().manifest.mutable_parties(2)->set_state(v1::PARTY_STATE_SUSPENDED); });
}

// A Party that was suspended is none in force: it is not asked, and the answer names it among the States that nobody
// speaks for. What it had delivered still holds.
TEST_F(NoClearanceByTrustDocumentsTest, SuspendedPartyIsNamedAsOutsideAndWhatItDeliveredHolds) {
  base().manifest.mutable_parties(0)->set_state(v1::PARTY_STATE_SUSPENDED);
  world().ReloadTrustOf(kAsker);
  EXPECT_THAT(base().context(kAsker).trust.MemberStatesOutside(), Contains(Party("QQA")));
  const std::vector<AskedPerson> everybody = world().Everybody(kProtective);
  const service::CheckAnswer stranger = Check(base(), kAsker, everybody[0].handles);
  for (const domain::ConsultedParty& line : stranger.decision.consultations) EXPECT_NE(line.party, Party("QQA"));
  const auto receipt =
      statement::VerifyCheckReceipt(base().context(kAsker).trust, stranger.receipt_envelope, clock().Now());
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_THAT(receipt->content.member_states_outside, Contains(Party("QQA")));
  for (const AskedPerson& asked : everybody) {
    if (!asked.known_here) continue;
    EXPECT_EQ(world().Ask(kProtective, asked.handles).outcome, CheckOutcome::kHold) << asked.who;
  }
}

// So whom nobody but a suspended Party knows has no record at those in force, who are named; nothing goes to the
// suspended one, and its index, which is here still, is not read. Once it is in force again it is asked, and she is
// found.
TEST_F(NoClearanceByTrustDocumentsTest, PersonWhomOnlyASuspendedPartyKnowsHasNoRecordAtThoseInForce) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    for (const Purpose cls : AllClasses()) PathsOf(cls, {});
    const int number = party == ClearanceWorld::Issuers()[0] ? 0 : 1;
    base().manifest.mutable_parties(number)->set_state(v1::PARTY_STATE_SUSPENDED);
    world().ReloadTrustOf(kAsker);
    world().link().ForgetSeen();
    for (const Purpose cls : AllClasses()) {
      for (Told told : PathsOf(cls, {}).Answers()) {
        if (told.asked.known_at == party) told.asked.known_at.clear();
        ExpectWell(told);
      }
    }
    EXPECT_THAT(world().link().SeenBy(Party(party)), ::testing::IsEmpty());
    const domain::StatusDecision decision = world().Ask(kProtective, {world().crowd(party)[0].HandleFor(kProtective)});
    std::vector<std::string> named;
    for (const domain::ConsultedParty& line : decision.consultations) named.push_back(line.party.value());
    EXPECT_THAT(named, ::testing::UnorderedElementsAre(ClearanceWorld::OtherThan(party), kAsker));
    EXPECT_THAT(base().context(kAsker).trust.MemberStatesOutside(), Contains(Party(party)));
    world().Heal();
    for (const Told& told : PathsOf(kProtective, {}).Answers()) ExpectWell(told);
  }
}

}  // namespace
}  // namespace vsx::test
