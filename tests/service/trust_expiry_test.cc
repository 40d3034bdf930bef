// Neglected trust documents withhold NO_RECORD and nothing else (protocol §7).

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
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

}  // namespace
}  // namespace vsx::test
