// A damaged row costs what it holds, and nothing beside it: no answer, no objection, no list, no start of the node.

#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/outbox_status.h"
#include "node/service/read_cases.h"
#include "node/service/read_inbox.h"
#include "node/service/receive_delivery.h"
#include "node/service/reconsider_case.h"
#include "node/statement/audit_entry.h"
#include "store/audit_log.h"
#include "store/row_key.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::ConsultationStatus;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The same passport, written under two names.
const Person kPerson{.name = "Contoh Fictitious", .passport = "XX0000011"};
const Person kOtherName{.name = "Halimbawa Sample", .passport = "XX0000011"};

class DamagedRowsTest : public ::testing::Test {
 protected:
  void DamageCase(const domain::CaseId& id) {
    Damage(federation_.node("QQA").engine(), store::Table::kCase, store::CaseRecordKey(id));
  }
  // As where an older folder of keys was put back under a newer store.
  void LoseKey(const domain::CaseId& id) {
    const service::NodeContext& node = federation_.context("QQA");
    const store::CaseKeyId key = node.cases.Load(*node.engine.TakeSnapshot(), id)->key.id;
    ASSERT_TRUE(federation_.node("QQA").vault().Destroy(absl::MakeConstSpan(&key, 1)).ok());
  }
  // Where a linked case, in which she said no, can be read no more.
  void ExpectAnObjectionAbroadWhere(const std::function<void(const domain::CaseId&)>& spoil) {
    const domain::CaseId linked = Register(federation_, "QQA", kOtherName);
    domain::ConsentRecord no = Interview(federation_, {"QQB"});
    no.directives = {DenyAll("QQB")};
    Record(federation_, "QQA", linked, no);
    spoil(linked);
    const domain::CaseId healthy = Register(federation_, "QQA", kPerson);
    Record(federation_, "QQA", healthy, YesTo(federation_, {"QQB"}));
    EXPECT_EQ(federation_.RunDispatch(), 0) << "she may have said no there";
    EXPECT_EQ(OutcomeAt(federation_, "QQA", kPerson), CheckOutcome::kHold) << "at home she is protected";
  }
  void DamageDelivery(const domain::OutboxItem& item) {
    Damage(federation_.node("QQA").engine(), store::Table::kOutbox, store::DeliveryKey({item.recipient, item.id}));
  }
  void DamageFirstNotice(std::string_view at) {
    const domain::InboxItem item = InboxOf(federation_, at).at(0);
    Damage(federation_.node(at).engine(), store::Table::kInbox, store::InboxCopyKey(item.issuer, item.notice_id));
  }
  std::vector<std::string> OutcomesAt(std::string_view at) {
    std::vector<std::string> outcomes;
    const auto entries =
        store::ReadAudit(*federation_.context(at).engine.TakeSnapshot(), 0, store::kMaxPageRows).value();
    for (const store::AuditEntry& entry : entries) {
      outcomes.push_back(statement::DecodeAuditEntry(entry.body).value().outcome);
    }
    return outcomes;
  }
  const service::NodeContext& node() { return federation_.context("QQA"); }

  TestFederation federation_;
};

TEST_F(DamagedRowsTest, AnotherCaseOfThePersonStillHolds) {
  const domain::CaseId damaged = Register(federation_, "QQA", kPerson);
  Register(federation_, "QQA", kOtherName);
  DamageCase(damaged);
  const service::CheckAnswer answer = Check(federation_, "QQA", {PassportOf(kPerson)});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kHold);
  EXPECT_EQ(answer.decision.consultations[0].status, ConsultationStatus::kStanding);
  EXPECT_EQ(answer.decision.consultations[0].reason, domain::kOwnRecordsUnreadable);
  EXPECT_THAT(OutcomesAt("QQA"), Contains(std::string(domain::kOwnRecordsUnreadable)));
}

TEST_F(DamagedRowsTest, WithoutAnotherMatchTheOwnPartyCountsAsNotConsulted) {
  DamageCase(Register(federation_, "QQA", kPerson));
  const service::CheckAnswer answer = Check(federation_, "QQA", {PassportOf(kPerson)});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(answer.decision.consultations[0].reason, domain::kOwnRecordsUnreadable);
  EXPECT_EQ(Check(federation_, "QQA", {PassportOf({.passport = "XX0000099"})}).decision.consultations[0].status,
            ConsultationStatus::kConsulted)
      << "of nobody else";
}

TEST_F(DamagedRowsTest, DeliveredCopyBesideADamagedOneStillHolds) {
  Record(federation_, "QQA", Register(federation_, "QQA", kPerson), YesTo(federation_, {"QQB"}));
  Record(federation_, "QQA", Register(federation_, "QQA", kOtherName), YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  DamageFirstNotice("QQB");
  const service::CheckAnswer answer = Check(federation_, "QQB", {PassportOf(kPerson)});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kHold);
  EXPECT_EQ(answer.decision.consultations[0].reason, domain::kOwnRecordsUnreadable);
}

TEST_F(DamagedRowsTest, ObjectionBesideADamagedLinkedCaseIsObeyed) {
  const domain::CaseId healthy = Register(federation_, "QQA", kPerson);
  Record(federation_, "QQA", healthy, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  DamageCase(Register(federation_, "QQA", kOtherName));
  Withdraw(federation_, "QQA", healthy);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
  EXPECT_THAT(OutcomesAt("QQA"), Contains(std::string(domain::kOwnRecordsUnreadable)));
}

TEST_F(DamagedRowsTest, DamagedLinkedCaseCountsAsAnObjectionAbroad) {
  ExpectAnObjectionAbroadWhere([this](const domain::CaseId& id) { DamageCase(id); });
}

TEST_F(DamagedRowsTest, LinkedCaseWithoutItsKeyCountsAsAnObjectionAbroad) {
  ExpectAnObjectionAbroadWhere([this](const domain::CaseId& id) { LoseKey(id); });
}

TEST_F(DamagedRowsTest, ObjectionIsObeyedWhereADeliveryOfALinkedCaseIsDamaged) {
  const domain::CaseId linked = Register(federation_, "QQA", kOtherName);
  Record(federation_, "QQA", linked, YesTo(federation_, {"QQB"}));
  const domain::CaseId changed = Register(federation_, "QQA", kPerson);
  Record(federation_, "QQA", changed, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), SizeIs(2));
  DamageDelivery(DeliveriesOf(federation_, "QQA", linked).at(0));
  Withdraw(federation_, "QQA", changed);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty()) << "of the linked case what is signed is recalled";
}

TEST_F(DamagedRowsTest, WithdrawalRecallsWhatADamagedDeliveryMayHaveBrought) {
  const domain::CaseId id = Register(federation_, "QQA", kPerson);
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  DamageDelivery(DeliveriesOf(federation_, "QQA", id).at(0));
  EXPECT_THAT(Withdraw(federation_, "QQA", id).changes.recalled, Contains(Party("QQB")));
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
  const size_t deliveries = DeliveriesOf(federation_, "QQA", id).size();
  ASSERT_TRUE(service::ReconsiderCase(node(), id).ok());
  EXPECT_THAT(DeliveriesOf(federation_, "QQA", id), SizeIs(deliveries)) << "once is enough";
}

TEST_F(DamagedRowsTest, DamagedCopyKeepsNobodyFromWithdrawing) {
  const domain::CaseId id = Register(federation_, "QQA", kPerson);
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  const domain::CopyId copy = DeliveriesOf(federation_, "QQA", id).at(0).copy_ids.at(0);
  Damage(federation_.node("QQA").engine(), store::Table::kCase, store::CaseCopyKey(id, copy));
  Withdraw(federation_, "QQA", id);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(DamagedRowsTest, WithdrawalGoesThoughItsCaseCannotBeRead) {
  const domain::CaseId id = Register(federation_, "QQA", kPerson);
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  Withdraw(federation_, "QQA", id);
  DamageCase(id);
  EXPECT_EQ(federation_.RunDispatch(), 1);
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(DamagedRowsTest, ListsGoOnAndSayHowManyAreMissing) {
  const domain::CaseId damaged = Register(federation_, "QQA", kPerson);
  const Person other{.name = "Misal Sample", .passport = "XX0000012"};
  Record(federation_, "QQA", damaged, YesTo(federation_, {"QQB"}));
  Record(federation_, "QQA", Register(federation_, "QQA", other), YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  DamageFirstNotice("QQB");
  const auto inbox = service::ListInbox(federation_.context("QQB"), CaseOfficer("QQB"), "", 10);
  ASSERT_TRUE(inbox.ok()) << inbox.status();
  EXPECT_THAT(inbox->items, SizeIs(1));
  EXPECT_EQ(inbox->unreadable, 1u);

  DamageDelivery(DeliveriesOf(federation_, "QQA", damaged).at(0));
  const auto deliveries = service::ListDeliveries(node(), CaseOfficer("QQA"), "", 10);
  ASSERT_TRUE(deliveries.ok()) << deliveries.status();
  EXPECT_THAT(deliveries->deliveries, SizeIs(1));
  EXPECT_EQ(deliveries->unreadable, 1u);
  EXPECT_EQ(service::ListDeliveriesOfCase(node(), CaseOfficer("QQA"), damaged)->unreadable, 1u);
  EXPECT_TRUE(service::GetOutboxStatus(node()).ok());

  DamageCase(damaged);
  const auto cases = service::ListCases(node(), CaseOfficer("QQA"), "", 10, false);
  ASSERT_TRUE(cases.ok()) << cases.status();
  EXPECT_THAT(cases->cases, SizeIs(1));
  EXPECT_EQ(cases->unreadable, 1u);
  const auto found = service::FindCases(node(), CaseOfficer("QQA"), {PassportOf(kPerson), PassportOf(other)});
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(found->cases, SizeIs(1));
  EXPECT_EQ(found->unreadable, 1u);
}

TEST_F(DamagedRowsTest, WhoComesOfAgeBesideADamagedCaseIsReconsidered) {
  const auto today = domain::CivilDate::FromTime(federation_.clock().Now());
  domain::CaseFacts child = FactsOf(kPerson);
  child.birth_date = domain::PartialDate::Parse(std::to_string(today.year() - 17) + "-01-01").value();
  child.age_class = domain::AgeClass::kChild;
  const domain::CaseId id = service::RegisterCase(node(), CaseOfficer("QQA"), child, "").value().record.id;
  domain::ConsentRecord yes = YesTo(federation_, {"QQB"});
  yes.answered_by = domain::AnsweredBy::kBestInterests;
  yes.childs_view_recorded = true;
  Record(federation_, "QQA", id, yes);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), SizeIs(1));
  federation_.clock().Advance(366 * 86400);
  // Listed before and after the child's.
  for (const char* const passport : {"XX0000021", "XX0000022"}) {
    federation_.clock().Advance(1);
    DamageCase(Register(federation_, "QQA", {.name = "Misal Sample", .passport = passport}));
  }
  EXPECT_TRUE(absl::IsDataLoss(service::ReconsiderComeOfAge(node()).status())) << "reported";
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty()) << "and done";
}

TEST_F(DamagedRowsTest, ErasureBesideADamagedMarkIsFinished) {
  const domain::CaseId first = Register(federation_, "QQA", kPerson);
  const domain::CaseId second = Register(federation_, "QQA", {.name = "Misal Sample", .passport = "XX0000012"});
  for (const domain::CaseId& id : {first, second}) Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  federation_.RunDispatch();
  std::vector<store::CaseKeyId> keys;
  const service::NodeContext& receiver = federation_.context("QQB");
  for (const domain::InboxItem& item : InboxOf(federation_, "QQB")) {
    keys.push_back(receiver.inbox.Load(*receiver.engine.TakeSnapshot(), item.issuer, item.notice_id)->key.id);
  }
  federation_.node("QQB").vault().FailDestroy(true);
  for (const domain::CaseId& id : {first, second}) Withdraw(federation_, "QQA", id);
  federation_.DispatchOnce("QQA", "QQB");
  federation_.clock().Advance(3600);
  federation_.DispatchOnce("QQA", "QQB");
  EXPECT_FALSE(service::FinishErasures(receiver).ok()) << "to be tried again";
  federation_.node("QQB").vault().FailDestroy(false);

  const domain::OutboxItem recall = DeliveriesOf(federation_, "QQA", first).back();
  Damage(federation_.node("QQB").engine(), store::Table::kInbox,
         store::InboxMarkKey(Party("QQA"), recall.statement_id));
  const auto left = service::FinishErasures(receiver);
  ASSERT_TRUE(left.ok()) << left.status();
  EXPECT_EQ(left->unreadable, 1u);
  int gone = 0;
  for (const store::CaseKeyId& key : keys) {
    if (absl::IsNotFound(federation_.node("QQB").vault().Read(key).status())) ++gone;
  }
  EXPECT_EQ(gone, 2) << "the tombstones of the copies name the keys too";
}

}  // namespace
}  // namespace vsx::test
