// Sending: order, backoff, what a dead Party costs, and what is believed of an answer.

#include "node/service/dispatch_outbox.h"

#include <atomic>
#include <functional>
#include <thread>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/delivery_attempt.h"
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

// Answers for the Party, or lets the delivery through to it.
class AnsweringLink final : public service::PartyLink {
 public:
  // Called before each delivery; nothing: it goes through.
  using Answer = std::function<absl::Status(DeliveryType type, int number)>;
  AnsweringLink(TestFederation& federation, Answer answer)
      : through_(federation.link().From(Party("QQA"))), answer_(std::move(answer)) {}

  absl::StatusOr<std::string> Deliver(const domain::PartyCode& recipient, DeliveryType type,
                                      const domain::StatementId& delivery_id,
                                      const std::string& sealed_content) override {
    types.push_back(type);
    if (absl::Status answer = answer_(type, static_cast<int>(types.size())); !answer.ok()) return answer;
    return through_.Deliver(recipient, type, delivery_id, sealed_content);
  }

  std::vector<DeliveryType> types;  // of every attempt, in order

 private:
  InProcessLink::Sender through_;
  const Answer answer_;
};

absl::Status ForNow(std::string_view reason) {
  return domain::Error(absl::StatusCode::kFailedPrecondition, reason, "", "refused as told");
}

void TellOf(TestFederation& federation, int people) {
  for (int i = 0; i < people; ++i) {
    const Person person{.name = "Contoh " + std::string(1, static_cast<char>('A' + i % 26)),
                        .birth_date = std::to_string(1900 + i / 26) + "-01-01",
                        .passport = "XX" + std::to_string(1'000'000 + i)};
    Record(federation, "QQA", Register(federation, "QQA", person), YesTo(federation, {"QQB"}));
  }
}

TEST(DispatchTest, WithdrawalGoesBeforeNoticesThatAreRefusedForNow) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  TellOf(federation, 25);
  Withdraw(federation, "QQA", id);

  AnsweringLink link(federation, [](DeliveryType type, int) {
    return type == DeliveryType::kNotification ? ForNow("PARTY_NOT_ACTIVE") : absl::OkStatus();
  });
  const auto pass = service::DispatchDue(federation.context("QQA"), link, Party("QQB"));
  ASSERT_TRUE(pass.ok()) << pass.status();
  EXPECT_EQ(link.types.front(), DeliveryType::kWithdrawal);
  EXPECT_EQ(pass->acknowledged, 1u);
  EXPECT_EQ(pass->postponed, 25u) << "none of them holds up another";
  EXPECT_FALSE(pass->unreachable);
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);
}

TEST(DispatchTest, NoticeThatIsRefusedForNowHoldsUpNoOther) {
  TestFederation federation;
  TellOf(federation, 4);
  const std::vector<std::string> reasons = {"SIGNATURE_INVALID", "NO_PARTY_RECORD", "TOO_MANY_NOTICES"};
  AnsweringLink link(federation, [&](DeliveryType, int number) {
    return number <= 3 ? ForNow(reasons[static_cast<size_t>(number - 1)]) : absl::OkStatus();
  });
  const auto pass = service::DispatchDue(federation.context("QQA"), link, Party("QQB"));
  ASSERT_TRUE(pass.ok()) << pass.status();
  EXPECT_EQ(pass->postponed, 3u);
  EXPECT_EQ(pass->acknowledged, 1u);
}

TEST(DispatchTest, WhereNobodyAnswersOneIsTriedAndTheRestSoon) {
  TestFederation federation;
  TellOf(federation, 3);
  for (const std::string_view reason : {"PEER_NOT_REACHED", "PEER_TOO_SLOW", "RATE_LIMITED"}) {
    for (int i = 0; i < 20; ++i) {
      AnsweringLink link(federation, [&](DeliveryType, int) {
        return domain::Error(absl::StatusCode::kUnavailable, reason, "", "as told");
      });
      const auto pass = service::DispatchDue(federation.context("QQA"), link, Party("QQB"));
      ASSERT_TRUE(pass.ok()) << pass.status();
      EXPECT_TRUE(pass->unreachable);
      EXPECT_EQ(link.types.size(), 1u);
      ASSERT_TRUE(pass->next_due.has_value());
      EXPECT_LE(pass->next_due->seconds, federation.clock().Now().seconds + 15);
      federation.clock().Advance(901);
    }
  }
}

TEST(DispatchTest, PassIsBoundedSoThatWhatIsQueuedMeanwhileFindsItsPlace) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  TellOf(federation, 101);
  AnsweringLink first(federation, [&](DeliveryType, int number) {
    if (number == 1) Withdraw(federation, "QQA", id);
    return ForNow("PARTY_NOT_ACTIVE");
  });
  const auto pass = service::DispatchDue(federation.context("QQA"), first, Party("QQB"));
  ASSERT_TRUE(pass.ok()) << pass.status();
  EXPECT_EQ(first.types.size(), 100u);
  EXPECT_EQ(pass->next_due, federation.clock().Now());
  AnsweringLink second(federation, [](DeliveryType, int) { return absl::OkStatus(); });
  ASSERT_TRUE(service::DispatchDue(federation.context("QQA"), second, Party("QQB")).ok());
  ASSERT_GE(second.types.size(), 2u);
  EXPECT_EQ(second.types[0], DeliveryType::kWithdrawal);
}

TEST(DispatchTest, PassEndsAfterTheSendUnderWayOnceItIsToStop) {
  TestFederation federation;
  TellOf(federation, 3);
  bool stopping = false;
  AnsweringLink link(federation, [&](DeliveryType, int) {
    stopping = true;
    return absl::OkStatus();
  });
  const auto pass = service::DispatchDue(federation.context("QQA"), link, Party("QQB"), [&] { return stopping; });
  ASSERT_TRUE(pass.ok()) << pass.status();
  EXPECT_EQ(link.types.size(), 1u);
  EXPECT_EQ(pass->acknowledged, 1u);
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
  Damage(federation.node("QQA").engine(), store::Table::kOutbox, store::DeliveryKey({item.recipient, item.id}));
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
  EXPECT_EQ(federation.DispatchOnce("QQA", "QQB").postponed, 1u);
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
