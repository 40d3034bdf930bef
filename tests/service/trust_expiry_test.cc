// Neglected trust documents withhold NO_RECORD and nothing else (protocol §7).

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

constexpr int64_t kPastExpiry = 400 * 86'400;

TEST(TrustExpiryTest, DeliveriesHoldAndWithdrawalsGoOn) {
  TestFederation federation;
  const Person person;
  const domain::CaseId before = Register(federation, "QQA", person);
  Record(federation, "QQA", before, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  federation.clock().Advance(kPastExpiry);

  const service::CheckAnswer answer = Check(federation, "QQB", {PassportOf(person)});
  EXPECT_EQ(answer.decision.outcome, domain::CheckOutcome::kHold);
  Withdraw(federation, "QQA", before);
  EXPECT_EQ(federation.RunDispatch(), 1);
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);

  const Person later{.name = "Halimbawa Sample", .passport = "XX0000003"};
  const domain::CaseId after = Register(federation, "QQA", later);
  Record(federation, "QQA", after, YesTo(federation, {"QQB"}));
  EXPECT_EQ(federation.RunDispatch(), 1);
  EXPECT_EQ(DeliveriesOf(federation, "QQA", after)[0].state, domain::DeliveryState::kAcknowledged)
      << DeliveriesOf(federation, "QQA", after)[0].reason;
  EXPECT_EQ(OutcomeAt(federation, "QQB", later), domain::CheckOutcome::kHold);
}

TEST(TrustExpiryTest, DistrustedKeyQualifiesTheHoldAndNeverUndoesIt) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  federation.records.at("QQA").mutable_keys(0)->set_distrust_from(federation.clock().Now().seconds - 10);
  federation.node("QQB").SetTrust(federation.LoadTrust("QQB"));
  const service::CheckAnswer answer = Check(federation, "QQB", {PassportOf(person)});
  EXPECT_EQ(answer.decision.outcome, domain::CheckOutcome::kHold);
  EXPECT_THAT(answer.decision.matches.at(0).qualifications, ::testing::Contains(domain::Qualification::kKeyDistrusted));
}

TEST(TrustExpiryTest, PartyWithoutRecordWaitsAndIsNotSkipped) {
  TestFederation federation;
  federation.records.erase("QQB");
  federation.node("QQA").SetTrust(federation.LoadTrust("QQA"));
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  EXPECT_TRUE(federation.DispatchOnce("QQA", "QQB").unreachable);
  EXPECT_EQ(DeliveriesOf(federation, "QQA", id)[0].reason, "SEALING_KEY_MISSING");
}

// The answer says whose record it is; what was found there stands.
TEST(TrustExpiryTest, ExpiredRecordIsNamedOnItsPartysLine) {
  BlindFederation federation;
  federation.RunKeepers();
  TestFederation& base = federation.base();
  ASSERT_EQ(OutcomeAt(base, "QQC", {}), domain::CheckOutcome::kNoRecord);
  base.records.at("QQA").set_expires_at(base.clock().Now().seconds);
  base.node("QQC").SetTrust(base.LoadTrust("QQC"));
  const service::CheckAnswer answer = Check(base, "QQC", {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, domain::CheckOutcome::kIncomplete);
  EXPECT_THAT(answer.decision.incomplete_reasons, ::testing::Contains(domain::IncompleteReason::kTrustDocuments));
  ASSERT_EQ(answer.decision.consultations.size(), 3u);
  for (const domain::ConsultedParty& line : answer.decision.consultations) {
    if (line.party != Party("QQA")) {
      EXPECT_EQ(line.status, domain::ConsultationStatus::kConsulted) << line.party.value() << " " << line.reason;
      continue;
    }
    EXPECT_EQ(line.status, domain::ConsultationStatus::kStanding) << "a new record does not come by itself";
    EXPECT_EQ(line.reason, "PARTY_RECORD_EXPIRED");
  }
}

TEST(TrustExpiryTest, ExpiredOwnRecordIsNamedToo) {
  TestFederation federation;
  federation.records.at("QQA").set_expires_at(federation.clock().Now().seconds);
  federation.node("QQA").SetTrust(federation.LoadTrust("QQA"));
  const service::CheckAnswer answer = Check(federation, "QQA", {PassportOf({})});
  EXPECT_EQ(answer.decision.consultations.at(0).reason, "PARTY_RECORD_EXPIRED");
  EXPECT_EQ(answer.decision.consultations.at(1).reason, "INDEX_MISSING") << "what went wrong before stays named";
}

}  // namespace
}  // namespace vsx::test
