#include "node/service/reconsider_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/service/outbox_status.h"
#include "tests/support/story.h"

// What time changes without anybody's doing: who was a child comes of age, a Party leaves the federation, documents
// grow old. The clock starts on 2030-03-17.
namespace vsx::test {
namespace {

using domain::DeliveryState;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kDaySeconds = 86400;

class ReconsiderCaseTest : public ::testing::Test {
 protected:
  static Person Child() {
    Person child;
    child.birth_date = "2012-03-20";
    return child;
  }
  // A determination in her best interests, her own view recorded, that allows everything to QQB.
  domain::CaseId ToldAsAChild(const domain::CaseFacts& facts) {
    const auto registered = service::RegisterCase(federation_.context("QQA"), CaseOfficer("QQA"), facts, "");
    EXPECT_TRUE(registered.ok()) << registered.status();
    domain::ConsentRecord record = YesTo(federation_, {"QQB"});
    record.answered_by = domain::AnsweredBy::kBestInterests;
    record.childs_view_recorded = true;
    Record(federation_, "QQA", registered->record.id, record);
    return registered->record.id;
  }
  size_t AuditRows() {
    return federation_.context("QQA")
        .engine.TakeSnapshot()
        ->Scan(store::Table::kAudit, "", "", 500)
        .value()
        .rows.size();
  }
  absl::StatusOr<int> Reconsider() { return service::ReconsiderComeOfAge(federation_.context("QQA")); }

  TestFederation federation_;
};

TEST_F(ReconsiderCaseTest, NoticeThatWaitedPastHerEighteenthBirthdayIsNotSent) {
  const domain::CaseId id = ToldAsAChild(FactsOf(Child()));
  ASSERT_THAT(DeliveriesOf(federation_, "QQA", id), SizeIs(1));
  federation_.clock().Advance(10 * kDaySeconds);
  const size_t rows = AuditRows();
  federation_.RunDispatch();
  EXPECT_EQ(AuditRows(), rows + 1) << "what time changed stands in the log too";
  EXPECT_THAT(federation_.link().OpenedBy(Party("QQB")), IsEmpty()) << "nothing may leave";
  EXPECT_EQ(DeliveriesOf(federation_, "QQA", id)[0].state, DeliveryState::kStopped);
}

TEST_F(ReconsiderCaseTest, WhatWasSentLapsesWhenSheComesOfAgeAndTheSecondPassChangesNothing) {
  ToldAsAChild(FactsOf(Child()));
  federation_.RunDispatch();
  ASSERT_THAT(InboxOf(federation_, "QQB"), SizeIs(1));
  EXPECT_EQ(Reconsider().value(), 0) << "still a child";
  federation_.clock().Advance(10 * kDaySeconds);
  EXPECT_EQ(Reconsider().value(), 1);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
  EXPECT_EQ(Reconsider().value(), 0);
  EXPECT_EQ(OutcomeAt(federation_, "QQA", Child()), domain::CheckOutcome::kHold) << "protective checks stand";
}

TEST_F(ReconsiderCaseTest, PresumedChildWithAnAdultsPassportIsAChildInEveryRespect) {
  domain::CaseFacts facts = FactsOf({});  // the passport says 1999
  facts.age_class = domain::AgeClass::kPresumedChild;
  ToldAsAChild(facts);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), SizeIs(1)) << "a forged date must not undo what serves her best";
  EXPECT_EQ(Reconsider().value(), 0);
}

TEST_F(ReconsiderCaseTest, QueuedNoticeWaitsForAPartyThatIsNotInForce) {
  const domain::CaseId id = Register(federation_, "QQA", {});
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  for (int i = 0; i < federation_.manifest.parties_size(); ++i) {
    if (federation_.manifest.parties(i).party() == "QQB") {
      federation_.manifest.mutable_parties(i)->set_state(v1::PARTY_STATE_SUSPENDED);
    }
  }
  federation_.ReloadTrust();
  federation_.RunDispatch();
  EXPECT_THAT(federation_.link().OpenedBy(Party("QQB")), IsEmpty());
  EXPECT_EQ(DeliveriesOf(federation_, "QQA", id)[0].state, DeliveryState::kQueued);
}

TEST_F(ReconsiderCaseTest, RefusalForWantOfNewerDocumentsIsTriedAgainAndArrives) {
  const domain::CaseId id = Register(federation_, "QQA", {});
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  federation_.link().SetFault(Party("QQB"), LinkFault::kOlderDocuments);
  federation_.DispatchOnce("QQA", "QQB");
  EXPECT_EQ(DeliveriesOf(federation_, "QQA", id)[0].state, DeliveryState::kClaimed);
  EXPECT_EQ(DeliveriesOf(federation_, "QQA", id)[0].reason, "SIGNATURE_INVALID");
  federation_.link().SetFault(Party("QQB"), LinkFault::kNone);
  federation_.clock().Advance(kDaySeconds);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), SizeIs(1));
}

TEST_F(ReconsiderCaseTest, RefusedNoticesAreCountedForTheOperator) {
  const domain::CaseId id = Register(federation_, "QQA", {});
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  federation_.link().SetFault(Party("QQB"), LinkFault::kRefused);
  federation_.DispatchOnce("QQA", "QQB");
  const auto statuses = service::GetOutboxStatus(federation_.context("QQA")).value();
  for (const service::OutboxPartyStatus& status : statuses) {
    EXPECT_EQ(status.refused, status.party == Party("QQB") ? 1u : 0u);
    EXPECT_EQ(status.pending, 0u);
  }
}

TEST_F(ReconsiderCaseTest, ClockThatWasSetBackDoesNotHoldUpARecall) {
  const domain::CaseId id = Register(federation_, "QQA", {});
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  federation_.clock().Advance(30 * kDaySeconds);
  Withdraw(federation_, "QQA", id);
  federation_.clock().Advance(-30 * kDaySeconds);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

}  // namespace
}  // namespace vsx::test
