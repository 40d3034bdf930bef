// The person objects: what stops, what is recalled, and what remains.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/receive_delivery.h"
#include "node/statement/delivery_content.h"
#include "node/statement/receipts.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::DeliveryState;
using domain::DeliveryType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WithdrawalTest : public ::testing::Test {
 protected:
  domain::CaseId Told() {
    const domain::CaseId id = Register(federation_, "QQA", person_);
    Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
    return id;
  }

  // The data key of the only notice at QQB.
  store::CaseKeyId KeyOfNotice() { return FirstInboxItem(federation_, "QQB").key.id; }

  TestFederation federation_;
  const Person person_;
};

TEST_F(WithdrawalTest, QueuedIsStoppedAndNoByteLeaves) {
  const domain::CaseId id = Told();
  const service::ChangedConsent withdrawn = Withdraw(federation_, "QQA", id);
  EXPECT_THAT(withdrawn.changes.stopped_before_sending, ElementsAre(Party("QQB")));
  EXPECT_THAT(withdrawn.changes.recalled, IsEmpty());
  EXPECT_EQ(federation_.RunDispatch(), 0);
  EXPECT_THAT(federation_.link().SeenBy(Party("QQB")), IsEmpty());
  ASSERT_EQ(DeliveriesOf(federation_, "QQA", id).size(), 1u);
  EXPECT_EQ(DeliveriesOf(federation_, "QQA", id)[0].state, DeliveryState::kStopped);
}

TEST_F(WithdrawalTest, AcknowledgedIsRecalledWithASignedErasureReceipt) {
  const domain::CaseId id = Told();
  federation_.RunDispatch();
  const store::CaseKeyId key = KeyOfNotice();
  const service::ChangedConsent withdrawn = Withdraw(federation_, "QQA", id);
  EXPECT_THAT(withdrawn.changes.recalled, ElementsAre(Party("QQB")));
  EXPECT_EQ(federation_.RunDispatch(), 1);

  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kIncomplete);
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
  EXPECT_EQ(federation_.node("QQB").vault().Read(key).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(OutcomeAt(federation_, "QQA", person_), domain::CheckOutcome::kHold) << "the own State still protects";
  const domain::OutboxItem recall = DeliveriesOf(federation_, "QQA", id).back();
  EXPECT_EQ(recall.type, DeliveryType::kWithdrawal);
  EXPECT_EQ(recall.state, DeliveryState::kAcknowledged);
  const auto receipt = statement::VerifyErasureReceipt(federation_.context("QQA").trust, recall.receipt_envelope,
                                                       Party("QQB"), Party("QQA"), federation_.clock().Now());
  EXPECT_TRUE(receipt.ok()) << receipt.status();
}

TEST_F(WithdrawalTest, ClaimedMayHaveArrivedAndIsRecalled) {
  const domain::CaseId id = Told();
  federation_.link().SetFault(Party("QQB"), LinkFault::kLostAnswer);
  EXPECT_TRUE(federation_.DispatchOnce("QQA", "QQB").unreachable);
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kHold) << "it did arrive";
  const service::ChangedConsent withdrawn = Withdraw(federation_, "QQA", id);
  EXPECT_THAT(withdrawn.changes.stopped_before_sending, IsEmpty());
  EXPECT_THAT(withdrawn.changes.recalled, ElementsAre(Party("QQB")));
  federation_.link().SetFault(Party("QQB"), LinkFault::kNone);
  federation_.clock().Advance(3600);
  EXPECT_EQ(federation_.RunDispatch(), 1) << "the recall alone: the notice is not sent again";
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kIncomplete);
}

TEST_F(WithdrawalTest, RefusedHasBeenSeenAndIsRecalled) {
  const domain::CaseId id = Told();
  federation_.link().SetFault(Party("QQB"), LinkFault::kRefused);
  EXPECT_EQ(federation_.DispatchOnce("QQA", "QQB").refused, 1u);
  EXPECT_THAT(Withdraw(federation_, "QQA", id).changes.recalled, ElementsAre(Party("QQB")));
}

TEST_F(WithdrawalTest, WithdrawalDuringTheSendIsObeyed) {
  const domain::CaseId id = Told();
  federation_.link().DuringNextDelivery(
      [&] { EXPECT_THAT(Withdraw(federation_, "QQA", id).changes.recalled, ElementsAre(Party("QQB"))); });
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kIncomplete);
  for (const domain::OutboxItem& item : DeliveriesOf(federation_, "QQA", id)) {
    EXPECT_EQ(item.state, DeliveryState::kAcknowledged);
  }
}

TEST_F(WithdrawalTest, RefusalThatComesAfterTheWithdrawalChangesNothing) {
  const domain::CaseId id = Told();
  federation_.link().SetFault(Party("QQB"), LinkFault::kRefused);
  federation_.link().DuringNextDelivery([&] { Withdraw(federation_, "QQA", id); });
  federation_.DispatchOnce("QQA", "QQB");
  EXPECT_EQ(DeliveriesOf(federation_, "QQA", id)[0].state, DeliveryState::kClaimed) << "it may have arrived";
  EXPECT_TRUE(DeliveriesOf(federation_, "QQA", id)[0].reason.empty());
}

TEST_F(WithdrawalTest, ClaimThatComesFirstMakesTheWithdrawalLookAgain) {
  const domain::CaseId id = Told();
  federation_.node("QQA").engine().BeforeNextCommit([&] { federation_.DispatchOnce("QQA", "QQB"); });
  const service::ChangedConsent withdrawn = Withdraw(federation_, "QQA", id);
  EXPECT_THAT(withdrawn.changes.stopped_before_sending, IsEmpty());
  EXPECT_THAT(withdrawn.changes.recalled, ElementsAre(Party("QQB")));
  federation_.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kIncomplete);
}

TEST_F(WithdrawalTest, WithdrawalThatComesFirstMakesTheClaimFail) {
  const domain::CaseId id = Told();
  federation_.node("QQA").engine().BeforeNextCommit([&] { Withdraw(federation_, "QQA", id); });
  EXPECT_EQ(federation_.DispatchOnce("QQA", "QQB").acknowledged, 0u);
  federation_.RunDispatch();
  EXPECT_THAT(federation_.link().SeenBy(Party("QQB")), IsEmpty());
}

TEST_F(WithdrawalTest, LateArrivalAfterTheRecallRevivesNothing) {
  const domain::CaseId id = Told();
  federation_.RunDispatch();
  Withdraw(federation_, "QQA", id);
  federation_.RunDispatch();
  const auto late = federation_.link().Replay(Party("QQB"), 0);
  EXPECT_EQ(late.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(domain::ErrorReason(late.status()), "WITHDRAWN");
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(WithdrawalTest, TombstoneStandsBeforeTheNoticeArrives) {
  const domain::CaseId id = Told();
  federation_.link().SetFault(Party("QQB"), LinkFault::kUnavailable);
  federation_.DispatchOnce("QQA", "QQB");
  const service::NodeContext& sender = federation_.context("QQA");
  // The bytes of the claimed notice, which the network keeps back.
  const domain::OutboxItem held = DeliveriesOf(federation_, "QQA", id)[0];
  Withdraw(federation_, "QQA", id);
  federation_.link().SetFault(Party("QQB"), LinkFault::kNone);
  federation_.clock().Advance(3600);
  EXPECT_EQ(federation_.RunDispatch(), 1);

  const std::string sealed = statement::SealDelivery(sender.trust, Party("QQB"), held.type, held.id, held.content,
                                                     federation_.clock().Now(), sender.random)
                                 .value();
  const auto late = service::ReceiveDelivery(
      federation_.context("QQB"), {Party("QQA"), "vsx://QQA/node/1", Party("QQB"), held.type, held.id, sealed});
  EXPECT_EQ(domain::ErrorReason(late.status()), "WITHDRAWN");
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(WithdrawalTest, RepeatedWithdrawalGivesTheSameReceipt) {
  const domain::CaseId id = Told();
  federation_.RunDispatch();
  Withdraw(federation_, "QQA", id);
  federation_.RunDispatch();
  const auto rows = AllRows(federation_.context("QQB").engine);
  const auto again = federation_.link().Replay(Party("QQB"), 1);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, DeliveriesOf(federation_, "QQA", id).back().receipt_envelope);
  EXPECT_EQ(AllRows(federation_.context("QQB").engine), rows);
}

TEST_F(WithdrawalTest, SuspendedPartyIsRecalledToo) {
  const domain::CaseId id = Told();
  federation_.RunDispatch();
  federation_.manifest.mutable_parties(1)->set_state(v1::PARTY_STATE_SUSPENDED);
  federation_.ReloadTrust();
  const service::ChangedConsent withdrawn = Withdraw(federation_, "QQA", id);
  EXPECT_THAT(withdrawn.changes.recalled, ElementsAre(Party("QQB")));
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(WithdrawalTest, OnePartyAloneIsRecalled) {
  const Person person{.name = "Misal Sample", .passport = "XX0000007", .sending_parties = {"QQB", "QQC"}};
  const domain::CaseId id = Register(federation_, "QQA", person);
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB", "QQC"}));
  federation_.RunDispatch();
  EXPECT_THAT(Withdraw(federation_, "QQA", id, {"QQC"}).changes.recalled, ElementsAre(Party("QQC")));
  federation_.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person), domain::CheckOutcome::kHold);
  EXPECT_EQ(OutcomeAt(federation_, "QQC", person), domain::CheckOutcome::kIncomplete);
}

TEST_F(WithdrawalTest, PartyThatLeftTheManifestCanStillBeWithdrawnFrom) {
  const domain::CaseId id = Told();
  federation_.manifest.mutable_parties()->DeleteSubrange(1, 1);
  federation_.manifest.clear_member_states();
  federation_.records.erase("QQB");
  federation_.node("QQA").SetTrust(federation_.LoadTrust("QQA"));
  ASSERT_FALSE(federation_.context("QQA").trust.StateOf(Party("QQB")).has_value());
  EXPECT_THAT(Withdraw(federation_, "QQA", id, {"QQB"}).changes.stopped_before_sending, ElementsAre(Party("QQB")));
  const auto refused =
      service::WithdrawConsent(federation_.context("QQA"), CaseOfficer("QQA"), id, {Party("QQX")}, false);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "PARTY_UNKNOWN");
  EXPECT_EQ(domain::ErrorField(refused.status()), "parties[0]");
}

TEST_F(WithdrawalTest, BeforeSheWasAskedThereIsNothingToWithdraw) {
  const domain::CaseId id = Register(federation_, "QQA", person_);
  const auto refused = service::WithdrawConsent(federation_.context("QQA"), CaseOfficer("QQA"), id, {}, false);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "NOT_ASKED");
}

TEST_F(WithdrawalTest, ClockSetBackDoesNotStandInTheWay) {
  const domain::CaseId id = Told();
  federation_.clock().Advance(-7200);
  const auto withdrawn = service::WithdrawConsent(federation_.context("QQA"), CaseOfficer("QQA"), id, {}, false);
  EXPECT_TRUE(withdrawn.ok()) << withdrawn.status();
}

}  // namespace
}  // namespace vsx::test
