#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/revoke_case.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::RevocationReason;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RevocationTest : public ::testing::Test {
 protected:
  RevocationTest() : id_(Register(federation_, "QQA", person_)) {}

  absl::StatusOr<service::RevokedCase> Revoke(const service::RevocationInput& input) {
    return service::RevokeCase(federation_.context("QQA"), CaseOfficer("QQA"), id_, input);
  }

  TestFederation federation_;
  const Person person_;
  const domain::CaseId id_;
};

TEST_F(RevocationTest, DeliveredRevocationLeavesHoldWithItsQualification) {
  Record(federation_, "QQA", id_, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  const auto revoked = Revoke({RevocationReason::kIssuedInError, "ct-18", {}});
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  EXPECT_THAT(revoked->queued_for, ElementsAre(Party("QQB")));
  EXPECT_EQ(federation_.RunDispatch(), 1);

  EXPECT_EQ(OutcomeAt(federation_, "QQA", person_), CheckOutcome::kIncomplete);
  const service::CheckAnswer answer = Check(federation_, "QQB", {PassportOf(person_)});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kHold) << "nothing is logged, so it is not in force";
  EXPECT_THAT(answer.decision.matches.at(0).qualifications, Contains(domain::Qualification::kRevocationNotInForce));
}

TEST_F(RevocationTest, SecondOfficerIsNeededUnlessThePersonAsked) {
  EXPECT_EQ(domain::ErrorReason(Revoke({RevocationReason::kIssuedInError, "", {}}).status()), "SECOND_OFFICER_NEEDED");
  EXPECT_EQ(domain::ErrorReason(Revoke({RevocationReason::kSuperseded, "ct-17", {}}).status()), "SECOND_OFFICER_NEEDED")
      << "the same officer is no second one";
  EXPECT_TRUE(Revoke({RevocationReason::kAtPersonsRequest, "", {}}).ok());
  EXPECT_EQ(domain::ErrorReason(Revoke({RevocationReason::kAtPersonsRequest, "", {}}).status()), "CASE_REVOKED");
}

TEST_F(RevocationTest, NegativeAssessmentWaitsForItsAppealTime) {
  const domain::UnixTime now = federation_.clock().Now();
  for (const domain::UnixTime ends : {domain::UnixTime{0}, domain::UnixTime{-5}, domain::UnixTime{now.seconds + 1}}) {
    EXPECT_EQ(domain::ErrorReason(Revoke({RevocationReason::kNegativeAssessment, "ct-18", ends}).status()),
              "APPEAL_TIME_OPEN");
  }
  EXPECT_EQ(OutcomeAt(federation_, "QQA", person_), CheckOutcome::kHold);
  EXPECT_TRUE(Revoke({RevocationReason::kNegativeAssessment, "ct-18", now}).ok());
}

TEST_F(RevocationTest, WaitingNoticeIsStoppedAndNobodyIsTold) {
  Record(federation_, "QQA", id_, YesTo(federation_, {"QQB"}));
  ASSERT_THAT(Revoke({RevocationReason::kAtPersonsRequest, "", {}})->queued_for, IsEmpty());
  EXPECT_EQ(federation_.RunDispatch(), 0);
  EXPECT_THAT(federation_.link().SeenBy(Party("QQB")), IsEmpty());
}

TEST_F(RevocationTest, RevokedCaseCanStillBeWithdrawn) {
  Record(federation_, "QQA", id_, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  ASSERT_TRUE(Revoke({RevocationReason::kAtPersonsRequest, "", {}}).ok());
  federation_.RunDispatch();
  Withdraw(federation_, "QQA", id_);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), CheckOutcome::kIncomplete);
}

// What the revocation would say is less than what the withdrawal does.
TEST_F(RevocationTest, WithdrawalTakesThePlaceOfAPendingRevocation) {
  Record(federation_, "QQA", id_, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  ASSERT_TRUE(Revoke({RevocationReason::kAtPersonsRequest, "", {}}).ok());
  Withdraw(federation_, "QQA", id_);
  const std::vector<domain::OutboxItem> items = DeliveriesOf(federation_, "QQA", id_);
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[1].type, domain::DeliveryType::kRevocation);
  EXPECT_EQ(items[1].state, domain::DeliveryState::kStopped);
  EXPECT_EQ(federation_.RunDispatch(), 1);
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

// A claimed revocation goes on; should the Party not take it, the withdrawal goes all the same.
TEST_F(RevocationTest, WithdrawalWaitsForNoRevocationOfMoreThanItRecalls) {
  Record(federation_, "QQA", id_, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  ASSERT_TRUE(Revoke({RevocationReason::kAtPersonsRequest, "", {}}).ok());
  const service::NodeContext& node = federation_.context("QQA");
  const domain::OutboxItem item = DeliveriesOf(federation_, "QQA", id_).back();
  const store::LoadedDelivery revocation =
      node.outbox.Load(*node.engine.TakeSnapshot(), item.recipient, item.id).value();
  domain::OutboxItem of_more = revocation.item;
  of_more.copy_ids.push_back(domain::CopyId::FromBytes(std::string(16, 'm')).value());
  of_more.next_attempt_at.seconds += 600;
  store::WriteBatch batch;
  ASSERT_TRUE(node.outbox.PutChanged(batch, revocation, of_more).ok());
  ASSERT_TRUE(node.engine.Commit(batch).ok());
  Withdraw(federation_, "QQA", id_);
  EXPECT_EQ(federation_.DispatchOnce("QQA", "QQB").acknowledged, 1u);
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(RevocationTest, RevokedCaseSendsNothingNew) {
  ASSERT_TRUE(Revoke({RevocationReason::kAtPersonsRequest, "", {}}).ok());
  Record(federation_, "QQA", id_, YesTo(federation_, {"QQB"}));
  EXPECT_EQ(federation_.RunDispatch(), 0);
}

TEST_F(RevocationTest, ReplayedRevocationGetsTheSameReceipt) {
  Record(federation_, "QQA", id_, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  ASSERT_TRUE(Revoke({RevocationReason::kAtPersonsRequest, "", {}}).ok());
  federation_.RunDispatch();
  const auto rows = AllRows(federation_.context("QQB").engine);
  const auto again = federation_.link().Replay(Party("QQB"), 1);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(AllRows(federation_.context("QQB").engine), rows);
}

}  // namespace
}  // namespace vsx::test
