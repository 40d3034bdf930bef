// Sending: order, backoff, what a dead Party costs, and what is believed of an answer.

#include "node/service/dispatch_outbox.h"

#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/outbox_dispatcher.h"
#include "node/service/outbox_status.h"
#include "store/row_key.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::DeliveryState;
using domain::DeliveryType;
using ::testing::Each;
using ::testing::IsEmpty;

domain::CaseId TellBoth(TestFederation& federation, const Person& person) {
  const domain::CaseId id = Register(federation, "QQA", person);
  Record(federation, "QQA", id, YesTo(federation, {"QQB", "QQC"}));
  return id;
}

TEST(DispatchTest, DeadPartyDoesNotDelayAnother) {
  TestFederation federation;
  const Person person{.sending_parties = {"QQB", "QQC"}};
  TellBoth(federation, person);
  federation.link().SetFault(Party("QQB"), LinkFault::kUnavailable);
  federation.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation, "QQC", person), domain::CheckOutcome::kHold);
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);

  federation.link().SetFault(Party("QQB"), LinkFault::kNone);
  federation.clock().Advance(1);
  EXPECT_EQ(federation.RunDispatch(), 1);
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kHold);
}

TEST(DispatchTest, DamagedRowHoldsUpNothingElse) {
  TestFederation federation;
  const Person damaged{.passport = "XX0000901"};
  const Person other{.name = "Halimbawa Sample", .passport = "XX0000902"};
  const domain::CaseId id = Register(federation, "QQA", damaged);
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  const domain::OutboxItem item = DeliveriesOf(federation, "QQA", id)[0];
  store::WriteBatch batch;
  batch.Put(store::Table::kOutbox, store::DeliveryKey({item.recipient, item.id}), "no sealed value");
  ASSERT_TRUE(federation.node("QQA").engine().Commit(batch).ok());
  Record(federation, "QQA", Register(federation, "QQA", other), YesTo(federation, {"QQB"}));

  const service::DispatchPass pass = federation.DispatchOnce("QQA", "QQB");
  EXPECT_EQ(pass.damaged, 1u);
  EXPECT_EQ(pass.acknowledged, 1u);
  EXPECT_EQ(OutcomeAt(federation, "QQB", other), domain::CheckOutcome::kHold);
}

TEST(DispatchTest, BackoffDoublesUpToItsBound) {
  const service::ServiceLimits limits;
  EXPECT_EQ(service::BackoffBoundMs(limits, 1), 1000);
  EXPECT_EQ(service::BackoffBoundMs(limits, 2), 2000);
  EXPECT_EQ(service::BackoffBoundMs(limits, 10), 512'000);
  EXPECT_EQ(service::BackoffBoundMs(limits, 11), 900'000);
  EXPECT_EQ(service::BackoffBoundMs(limits, UINT32_MAX), 900'000);
}

TEST(DispatchTest, FailedAttemptIsDueWithinItsBoundAndNotBefore) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.link().SetFault(Party("QQB"), LinkFault::kUnavailable);
  for (uint32_t attempt = 1; attempt < 14; ++attempt) {
    const service::DispatchPass pass = federation.DispatchOnce("QQA", "QQB");
    EXPECT_TRUE(pass.unreachable);
    const domain::OutboxItem item = DeliveriesOf(federation, "QQA", id)[0];
    EXPECT_EQ(item.attempts, attempt);
    EXPECT_EQ(item.state, DeliveryState::kClaimed);
    EXPECT_EQ(pass.next_due, item.next_attempt_at);
    const int64_t delay = item.next_attempt_at.seconds - federation.clock().Now().seconds;
    EXPECT_GE(delay, 1);
    EXPECT_LE(delay, (service::BackoffBoundMs({}, attempt) + 999) / 1000);
    if (delay > 1) {
      federation.clock().Advance(delay - 1);
      EXPECT_FALSE(federation.DispatchOnce("QQA", "QQB").unreachable) << "not due yet";
      EXPECT_EQ(DeliveriesOf(federation, "QQA", id)[0].attempts, attempt);
      federation.clock().Advance(1);
    } else {
      federation.clock().Advance(1);
    }
  }
}

TEST(DispatchTest, ReceiptThatDoesNotVerifyIsNotBelieved) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.link().SetFault(Party("QQB"), LinkFault::kTamperedReceipt);
  EXPECT_TRUE(federation.DispatchOnce("QQA", "QQB").unreachable);
  EXPECT_EQ(DeliveriesOf(federation, "QQA", id)[0].state, DeliveryState::kClaimed);

  federation.link().SetFault(Party("QQB"), LinkFault::kNone);
  federation.clock().Advance(1);
  EXPECT_EQ(federation.RunDispatch(), 1) << "the replay gets the receipt of the first arrival";
  EXPECT_EQ(InboxOf(federation, "QQB").size(), 1u);
}

TEST(DispatchTest, RefusedNoticeIsSettledAndRefusedRecallIsNot) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.link().SetFault(Party("QQB"), LinkFault::kRefused);
  EXPECT_EQ(federation.DispatchOnce("QQA", "QQB").refused, 1u);
  EXPECT_EQ(DeliveriesOf(federation, "QQA", id)[0].state, DeliveryState::kRefused);
  EXPECT_EQ(DeliveriesOf(federation, "QQA", id)[0].reason, "PURPOSE_REFUSED");

  Withdraw(federation, "QQA", id);
  EXPECT_EQ(federation.DispatchOnce("QQA", "QQB").refused, 1u);
  EXPECT_EQ(DeliveriesOf(federation, "QQA", id).back().state, DeliveryState::kClaimed);
  federation.link().SetFault(Party("QQB"), LinkFault::kNone);
  federation.clock().Advance(3600);
  EXPECT_EQ(federation.RunDispatch(), 1);
}

TEST(DispatchTest, DeliveriesOfACaseArriveInOrder) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.link().SetFault(Party("QQB"), LinkFault::kUnavailable);
  federation.DispatchOnce("QQA", "QQB");
  Withdraw(federation, "QQA", id);
  domain::Amendment lift;
  lift.additions = YesTo(federation, {"QQB"});
  for (const domain::Purpose purpose : domain::kPurposes) {
    if (purpose != domain::Purpose::kPresented) lift.lifted.push_back(Deny("QQB", purpose));
  }
  const auto again = service::AmendConsent(federation.context("QQA"), CaseOfficer("QQA"), id, lift, 2, false);
  ASSERT_TRUE(again.ok()) << again.status();
  federation.link().SetFault(Party("QQB"), LinkFault::kNone);
  federation.clock().Advance(3600);
  EXPECT_EQ(federation.RunDispatch(), 2);
  const std::vector<SeenDelivery> seen = federation.link().SeenBy(Party("QQB"));
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].type, DeliveryType::kWithdrawal);
  EXPECT_EQ(seen[1].type, DeliveryType::kNotification);
  EXPECT_EQ(OutcomeAt(federation, "QQB", {}), domain::CheckOutcome::kHold);
}

TEST(DispatchTest, LaterDeliveryOfACaseWaitsForTheEarlierOne) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  Withdraw(federation, "QQA", id);
  federation.link().SetFault(Party("QQB"), LinkFault::kUnavailable);
  federation.DispatchOnce("QQA", "QQB");  // the recall is due later now
  domain::Amendment lift;
  lift.additions = YesTo(federation, {"QQB"});
  for (const domain::Purpose purpose : domain::kPurposes) {
    if (purpose != domain::Purpose::kPresented) lift.lifted.push_back(Deny("QQB", purpose));
  }
  ASSERT_TRUE(service::AmendConsent(federation.context("QQA"), CaseOfficer("QQA"), id, lift, 2, false).ok());
  federation.link().SetFault(Party("QQB"), LinkFault::kNone);
  const size_t before = federation.link().SeenBy(Party("QQB")).size();
  EXPECT_EQ(federation.DispatchOnce("QQA", "QQB").acknowledged, 0u);
  EXPECT_EQ(federation.link().SeenBy(Party("QQB")).size(), before);
}

TEST(DispatchTest, OverdueNoticesAreCounted) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.link().SetFault(Party("QQB"), LinkFault::kUnavailable);
  federation.DispatchOnce("QQA", "QQB");
  federation.clock().Advance(24 * 3600 + 1);
  const auto statuses = service::GetOutboxStatus(federation.context("QQA"));
  ASSERT_TRUE(statuses.ok()) << statuses.status();
  ASSERT_EQ(statuses->size(), 2u);
  EXPECT_EQ((*statuses)[0].party, Party("QQB"));
  EXPECT_EQ((*statuses)[0].pending, 1u);
  EXPECT_EQ((*statuses)[0].overdue, 1u);
  EXPECT_EQ((*statuses)[0].last_failure, "UNAVAILABLE");
  EXPECT_EQ((*statuses)[1].pending, 0u);
}

TEST(OutboxDispatcherTest, SendsWhatTheStoreHeldAndStops) {
  TestFederation federation;
  const Person person{.sending_parties = {"QQB", "QQC"}};
  TellBoth(federation, person);
  InProcessLink::Sender link = federation.link().From(Party("QQA"));
  service::OutboxDispatcher dispatcher;
  std::atomic<int> failures = 0;
  dispatcher.Start(federation.context("QQA"), link, {Party("QQB"), Party("QQC")},
                   [&](const domain::PartyCode&, const absl::Status&) { ++failures; });
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while ((InboxOf(federation, "QQB").empty() || InboxOf(federation, "QQC").empty()) &&
         std::chrono::steady_clock::now() < deadline) {
    dispatcher.Wake(Party("QQB"));
    std::this_thread::yield();
  }
  dispatcher.Stop();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kHold);
  EXPECT_EQ(OutcomeAt(federation, "QQC", person), domain::CheckOutcome::kHold);
}

}  // namespace
}  // namespace vsx::test
