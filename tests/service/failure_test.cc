// The store or the vault fails in the middle: nothing is half done, and what was interrupted is finished.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/issue_reference_code.h"
#include "node/service/receive_delivery.h"
#include "node/service/revoke_case.h"
#include "node/service/upgrade_status.h"
#include "store/audit_log.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(FailureTest, FailedCommitLeavesTheStoreAsItWas) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  const service::NodeContext& node = federation.context("QQA");
  const service::Actor actor = CaseOfficer("QQA");
  const auto rows = AllRows(node.engine);
  const auto fails = [&](const char* what, const auto& call) {
    federation.node("QQA").engine().FailCommitAfter(0);
    const int wakes = federation.node("QQA").signal().wakes();
    EXPECT_EQ(call().status().code(), absl::StatusCode::kUnavailable) << what;
    EXPECT_EQ(AllRows(node.engine), rows) << what;
    EXPECT_EQ(federation.node("QQA").signal().wakes(), wakes) << what;
  };
  fails("register", [&] { return service::RegisterCase(node, actor, FactsOf({}), ""); });
  fails("register again", [&] { return service::RegisterCase(node, actor, FactsOf({}), std::string(16, 'r')); });
  fails("record", [&] { return service::RecordConsent(node, actor, id, Interview(federation, {"QQB"}), 1); });
  fails("withdraw", [&] { return service::WithdrawConsent(node, actor, id, {}, true); });
  fails("code", [&] { return service::IssueReferenceCode(node, actor, id); });
  fails("revoke", [&] {
    return service::RevokeCase(node, actor, id, {domain::RevocationReason::kAtPersonsRequest, "", {}});
  });
  EXPECT_EQ(OutcomeAt(federation, "QQB", {}), domain::CheckOutcome::kHold);
}

TEST(FailureTest, FailedClaimSendsNothing) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.node("QQA").engine().FailCommitAfter(0);
  InProcessLink::Sender link = federation.link().From(Party("QQA"));
  EXPECT_EQ(service::DispatchDue(federation.context("QQA"), link, Party("QQB")).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_THAT(federation.link().SeenBy(Party("QQB")), IsEmpty());
  EXPECT_EQ(DeliveriesOf(federation, "QQA", id)[0].state, domain::DeliveryState::kQueued);
}

TEST(FailureTest, FailedSettlementIsSentAgainAndRecalledIfWithdrawn) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.node("QQA").engine().FailCommitAfter(1);  // the claim passes, the settlement does not
  InProcessLink::Sender link = federation.link().From(Party("QQA"));
  EXPECT_FALSE(service::DispatchDue(federation.context("QQA"), link, Party("QQB")).ok());
  EXPECT_EQ(DeliveriesOf(federation, "QQA", id)[0].state, domain::DeliveryState::kClaimed);
  EXPECT_EQ(federation.RunDispatch(), 1);
  EXPECT_THAT(federation.link().SeenBy(Party("QQB")), SizeIs(2));
  EXPECT_THAT(InboxOf(federation, "QQB"), SizeIs(1));
}

TEST(FailureTest, ReceiverThatCannotStoreGivesNoReceipt) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  const auto rows = AllRows(federation.context("QQB").engine);
  federation.node("QQB").engine().FailCommitAfter(0);
  EXPECT_TRUE(federation.DispatchOnce("QQA", "QQB").unreachable);
  EXPECT_EQ(AllRows(federation.context("QQB").engine), rows);
  federation.clock().Advance(1);
  EXPECT_EQ(federation.RunDispatch(), 1);
}

class InterruptedErasureTest : public ::testing::Test {
 protected:
  InterruptedErasureTest() : id_(Register(federation_, "QQA", {})) {
    Record(federation_, "QQA", id_, YesTo(federation_, {"QQB"}));
    federation_.RunDispatch();
    key_ = FirstInboxItem(federation_, "QQB").key.id;
    Withdraw(federation_, "QQA", id_);
  }

  bool KeyIsGone() { return absl::IsNotFound(federation_.node("QQB").vault().Read(*key_).status()); }

  TestFederation federation_;
  const domain::CaseId id_;
  std::optional<store::CaseKeyId> key_;
};

TEST_F(InterruptedErasureTest, NoReceiptBeforeTheKeyIsDestroyed) {
  federation_.node("QQB").vault().FailDestroy(true);
  EXPECT_TRUE(federation_.DispatchOnce("QQA", "QQB").unreachable);
  EXPECT_FALSE(KeyIsGone());
  EXPECT_EQ(OutcomeAt(federation_, "QQB", {}), domain::CheckOutcome::kIncomplete) << "out of use at once";
  federation_.node("QQB").vault().FailDestroy(false);
  federation_.clock().Advance(1);
  EXPECT_EQ(federation_.RunDispatch(), 1) << "the repeated withdrawal goes on where it stopped";
  EXPECT_TRUE(KeyIsGone());
}

TEST_F(InterruptedErasureTest, StartFinishesWhatACrashInterrupted) {
  federation_.node("QQB").vault().FailDestroy(true);
  federation_.DispatchOnce("QQA", "QQB");
  federation_.node("QQB").vault().FailDestroy(false);
  ASSERT_TRUE(service::FinishErasures(federation_.context("QQB")).ok());
  EXPECT_TRUE(KeyIsGone());
  const auto rows = AllRows(federation_.context("QQB").engine);
  ASSERT_TRUE(service::FinishErasures(federation_.context("QQB")).ok());
  EXPECT_EQ(AllRows(federation_.context("QQB").engine), rows) << "nothing is left to finish";
  federation_.clock().Advance(1);
  EXPECT_EQ(federation_.RunDispatch(), 1);
}

TEST_F(InterruptedErasureTest, ReceiptThatCouldNotBeStoredIsMadeAgain) {
  federation_.node("QQB").engine().FailCommitAfter(1);  // the tombstones pass, the receipt does not
  EXPECT_TRUE(federation_.DispatchOnce("QQA", "QQB").unreachable);
  EXPECT_TRUE(KeyIsGone());
  federation_.clock().Advance(1);
  EXPECT_EQ(federation_.RunDispatch(), 1);
}

}  // namespace
}  // namespace vsx::test
