// Who looked (protocol §4, end): what a hit at one Party makes the Party that identified her learn, and nobody else.

#include "node/domain/access_notice.h"

#include <algorithm>
#include <atomic>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/dispatch_access_notices.h"
#include "node/service/note_copy_owners.h"
#include "node/service/outbox_dispatcher.h"
#include "node/service/read_access_notices.h"
#include "node/service/receive_delivery.h"
#include "node/statement/access_notice.h"
#include "node/statement/delivery_content.h"
#include "node/statement/receipts.h"
#include "store/row_key.h"
#include "tests/crypto/temporary_folder.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::AccessNotice;
using domain::AccessPurpose;
using domain::AgencyKind;
using domain::CheckOutcome;
using domain::DeliveryType;
using domain::Purpose;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kDay = 86'400;

// QQA identified her; she lets officers of QQB and QQC see it, and wants to be told when they do.
class AccessNoticeFlowTest : public ::testing::Test {
 protected:
  // `said`: what she says to being told who looked.
  void Identify(const std::vector<domain::Directive>& said = {Allow("QQB", Purpose::kAccessNotice),
                                                              Allow("QQC", Purpose::kAccessNotice)}) {
    id_ = Register(federation_, "QQA", person_);
    domain::ConsentRecord yes = YesTo(federation_, {"QQB", "QQC"});
    yes.directives.insert(yes.directives.end(), said.begin(), said.end());
    Record(federation_, "QQA", *id_, yes);
    federation_.RunDispatch();
  }

  void Look(std::string_view at = "QQB") { EXPECT_EQ(OutcomeAt(federation_, at, person_), CheckOutcome::kHold); }

  // By another kind of authority, or for another purpose.
  void LookAs(AgencyKind kind, AccessPurpose purpose) {
    service::Actor actor = BorderOfficer("QQB");
    actor.kind = kind;
    actor.purpose = purpose;
    service::CheckInput input;
    input.handles = {PassportOf(person_)};
    input.classes = {domain::HandleClass::kDocument};
    const auto answer = service::CheckStatus(federation_.context("QQB"), actor, input);
    ASSERT_TRUE(answer.ok()) << answer.status();
  }

  std::vector<domain::PendingAccessNotice> Kept(std::string_view at = "QQB", std::string_view to = "QQA") {
    const service::NodeContext& node = federation_.context(at);
    std::vector<domain::PendingAccessNotice> kept;
    const auto page = node.access_notice_outbox.List(*node.engine.TakeSnapshot(), Party(to), "", 1000);
    for (const store::LoadedPendingNotice& one : page->notices) kept.push_back(one.notice);
    return kept;
  }

  service::DispatchPass Dispatch() {
    InProcessLink::Sender link = federation_.link().From(Party("QQB"));
    const auto pass = service::DispatchAccessNotices(federation_.context("QQB"), link, Party("QQA"));
    EXPECT_TRUE(pass.ok()) << pass.status();
    return pass.value_or(service::DispatchPass{});
  }

  // Past every delay.
  service::DispatchPass DispatchADayLater() {
    federation_.clock().Advance(kDay);
    return Dispatch();
  }

  std::vector<AccessNotice> Shown() {
    const auto notices = service::ListAccessNotices(federation_.context("QQA"), CaseOfficer("QQA"), *id_);
    EXPECT_TRUE(notices.ok()) << notices.status();
    return notices.ok() ? notices->notices : std::vector<AccessNotice>();
  }

  AccessNotice Seen(int64_t at, AgencyKind kind = AgencyKind::kImmigration,
                    AccessPurpose purpose = AccessPurpose::kProtectiveCheck) {
    return {Party("QQB"), kind, purpose, domain::CivilDate::FromTime({at})};
  }

  int64_t Now() { return federation_.clock().Now().seconds; }

  // Her protective copy at that Party.
  domain::CopyId CopyAt(std::string_view party) {
    return domain::CopyId::FromBytes(InboxOf(federation_, party).at(0).protective_copy_id).value();
  }

  // A notice as QQB's node would make it, of `copy`.
  statement::AccessNotice NoticeOf(const domain::CopyId& copy, char id = 'n') {
    return {Party("QQB"),
            Party("QQA"),
            domain::StatementId::FromBytes(std::string(16, id)).value(),
            copy,
            AgencyKind::kPolice,
            AccessPurpose::kProtectiveCheck,
            domain::CivilDate::FromTime(federation_.clock().Now())};
  }

  // Delivers it to QQA, sealed by QQB. `signer` null: QQB's operations key.
  absl::StatusOr<std::string> Deliver(const statement::AccessNotice& notice, const crypto::Signer* signer = nullptr) {
    const service::NodeContext& sender = federation_.context("QQB");
    const std::string envelope =
        statement::SignAccessNotice(notice, signer == nullptr ? sender.operations_signer : *signer).value().envelope;
    const auto id = domain::StatementId::FromBytes(std::string(16, 'd')).value();
    const std::string sealed =
        statement::SealDelivery(sender.trust, Party("QQA"), DeliveryType::kAccessNotice, id,
                                statement::EncodeAccessNotice(envelope), federation_.clock().Now(), sender.random)
            .value();
    return service::ReceiveDelivery(federation_.context("QQA"), {Party("QQB"), "vsx://QQB/node/1", Party("QQA"),
                                                                 DeliveryType::kAccessNotice, id, sealed});
  }

  TestFederation federation_;
  const Person person_{.sending_parties = {"QQB", "QQC"}};
  std::optional<domain::CaseId> id_;
};

TEST_F(AccessNoticeFlowTest, HitIsToldAtItsTimeAndShownWithTheCase) {
  Identify();
  const int64_t looked_at = Now();
  Look();
  const std::vector<domain::PendingAccessNotice> kept = Kept();
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_THAT(Shown(), IsEmpty());
  ASSERT_GT(kept[0].due_at.seconds, looked_at);
  ASSERT_LE(kept[0].due_at.seconds, looked_at + kDay);
  const size_t seen = federation_.link().SeenBy(Party("QQA")).size();

  federation_.clock().Set({kept[0].due_at.seconds - 1});
  const service::DispatchPass early = Dispatch();
  EXPECT_EQ(early.next_due, kept[0].due_at);
  EXPECT_THAT(federation_.link().SeenBy(Party("QQA")), SizeIs(seen)) << "not a byte before its time";

  federation_.clock().Set(kept[0].due_at);
  EXPECT_EQ(Dispatch().acknowledged, 1u);
  EXPECT_THAT(Shown(), ElementsAre(Seen(looked_at)));
  EXPECT_EQ(federation_.link().SeenBy(Party("QQA")).back().type, DeliveryType::kAccessNotice);
  EXPECT_EQ(Dispatch().acknowledged, 0u) << "told once";
}

TEST_F(AccessNoticeFlowTest, NoticeHoldsNothingOfOfficerFileMeasurePlaceOrTimeOfDay) {
  Identify();
  service::CheckInput input;
  input.handles = {PassportOf(person_)};
  input.classes = {domain::HandleClass::kDocument};
  input.measure_code = "MEASURECONTOH";
  input.stage_code = "STAGECONTOH";
  input.file_number = "FILECONTOH";
  service::Actor actor = BorderOfficer("QQB");
  actor.officer = "OFFICERCONTOH";
  actor.agency = "immigration/placecontoh";
  ASSERT_TRUE(service::CheckStatus(federation_.context("QQB"), actor, input).ok());
  DispatchADayLater();
  const std::string opened = federation_.link().OpenedBy(Party("QQA")).back();
  for (const char* said : {"MEASURECONTOH", "STAGECONTOH", "FILECONTOH", "OFFICERCONTOH", "placecontoh"}) {
    EXPECT_EQ(opened.find(said), std::string::npos) << said;
  }
}

TEST_F(AccessNoticeFlowTest, WhatWaitsCanBeReadByItsIssuerAlone) {
  Identify();
  Look();
  const domain::PendingAccessNotice kept = Kept().at(0);
  const std::string copy(CopyAt("QQB").bytes());
  for (const auto& [key, value] : AllRows(federation_.context("QQB").engine)) {
    if (key.find(store::PendingAccessNoticePrefix(Party("QQA"))) == std::string::npos) continue;
    EXPECT_EQ((key + value).find(copy), std::string::npos);
  }
  const auto open = [&](std::string_view as) {
    return statement::OpenDelivery(federation_.context(as).sealing_keys, Party("QQB"), Party("QQA"),
                                   DeliveryType::kAccessNotice, kept.delivery_id, kept.sealed_content)
        .ok();
  };
  EXPECT_TRUE(open("QQA"));
  EXPECT_FALSE(open("QQB")) << "the Party that looked cannot read it again itself";
  EXPECT_FALSE(open("QQC"));
}

TEST_F(AccessNoticeFlowTest, PendingNoticeStandsOrFallsWithTheOutcome) {
  Identify();
  // A colleague first, so that the agency's budget is reserved and both checks that follow write as often.
  service::CheckInput stranger;
  stranger.handles = {PassportOf({.passport = "XX0000777"})};
  stranger.classes = {domain::HandleClass::kDocument};
  service::Actor colleague = BorderOfficer("QQB");
  colleague.officer = "im-9";
  ASSERT_TRUE(service::CheckStatus(federation_.context("QQB"), colleague, stranger).ok());
  const int before = federation_.node("QQB").engine().commits();
  Look();
  const int commits = federation_.node("QQB").engine().commits() - before;
  ASSERT_THAT(Kept(), SizeIs(1));
  federation_.clock().Advance(kDay);  // another day, another notice
  federation_.node("QQB").engine().FailCommitAfter(commits - 1);
  service::CheckInput input;
  input.handles = {PassportOf(person_)};
  input.classes = {domain::HandleClass::kDocument};
  const auto failed = service::CheckStatus(federation_.context("QQB"), BorderOfficer("QQB"), input);
  EXPECT_FALSE(failed.ok()) << "the outcome was not written, so there is no answer";
  EXPECT_THAT(Kept(), SizeIs(1));
  Look();
  EXPECT_THAT(Kept(), SizeIs(2));
}

TEST_F(AccessNoticeFlowTest, NobodyIsToldWhereSheDidNotAsk) {
  Identify({});
  Look();
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(AccessNoticeFlowTest, NobodyIsToldWhereSheSaidNo) {
  Identify({Deny("QQB", Purpose::kAccessNotice)});
  Look();
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(AccessNoticeFlowTest, OwnStatesLooksAreInItsAuditAndNotices) {
  Identify();
  Look("QQA");
  for (const std::string_view to : {"QQA", "QQB", "QQC"}) EXPECT_THAT(Kept("QQA", to), IsEmpty());
}

TEST_F(AccessNoticeFlowTest, OnlyThePartyThatSheAskedAboutTells) {
  Identify({Allow("QQB", Purpose::kAccessNotice)});
  Look("QQB");
  Look("QQC");
  EXPECT_THAT(Kept("QQB"), SizeIs(1));
  EXPECT_THAT(Kept("QQC"), IsEmpty());
}

TEST_F(AccessNoticeFlowTest, ChecksOfADayMakeOneNoticeAlsoAfterItWasSent) {
  Identify();
  const int64_t midnight = Now() - Now() % kDay + kDay;
  federation_.clock().Set({midnight});
  for (int i = 0; i < 5; ++i) Look();
  ASSERT_THAT(Kept(), SizeIs(1));
  const domain::UnixTime due = Kept().at(0).due_at;
  if (due.seconds < midnight + kDay) {
    federation_.clock().Set(due);
    EXPECT_EQ(Dispatch().acknowledged, 1u);
    Look();
    EXPECT_THAT(Kept(), SizeIs(1)) << "of that day there was one already";
    EXPECT_THAT(Kept().at(0).sealed_content, IsEmpty());
  }
  federation_.clock().Set({midnight + kDay});
  Look();
  EXPECT_THAT(Kept(), SizeIs(2)) << "another day";
  LookAs(AgencyKind::kPolice, AccessPurpose::kProtectiveCheck);
  EXPECT_THAT(Kept(), SizeIs(3)) << "another kind of authority";
  LookAs(AgencyKind::kPolice, AccessPurpose::kScreening);
  EXPECT_THAT(Kept(), SizeIs(4)) << "another purpose";
  DispatchADayLater();
  EXPECT_THAT(Shown(), ElementsAre(Seen(midnight), Seen(midnight + kDay), Seen(midnight + kDay, AgencyKind::kPolice),
                                   Seen(midnight + kDay, AgencyKind::kPolice, AccessPurpose::kScreening)));
}

TEST_F(AccessNoticeFlowTest, DelaysAreSpreadOverTheWholeDayAndNeverBeyond) {
  Identify();
  int64_t shortest = kDay;
  int64_t longest = 0;
  for (int day = 0; day < 200; ++day) {
    const int64_t looked_at = Now();
    std::set<std::string> before;
    for (const domain::PendingAccessNotice& one : Kept()) before.insert(one.mark);
    Look();
    for (const domain::PendingAccessNotice& one : Kept()) {
      if (before.contains(one.mark)) continue;
      const int64_t delay = one.due_at.seconds - looked_at;
      ASSERT_GE(delay, 0);
      ASSERT_LE(delay, kDay);
      shortest = std::min(shortest, delay);
      longest = std::max(longest, delay);
    }
    federation_.clock().Advance(kDay);
  }
  EXPECT_THAT(Kept(), SizeIs(200));
  EXPECT_LT(shortest, kDay / 20);
  EXPECT_GT(longest, kDay - kDay / 20);
}

TEST_F(AccessNoticeFlowTest, WhatWasToldIsForgottenAfterItsDay) {
  Identify();
  Look();
  DispatchADayLater();
  ASSERT_THAT(Kept(), SizeIs(1));
  federation_.clock().Advance(kDay - 1);
  Dispatch();
  EXPECT_THAT(Kept(), SizeIs(1));
  federation_.clock().Advance(1);
  Dispatch();
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(AccessNoticeFlowTest, NobodyIsWokenByAHit) {
  Identify();
  const int wakes = federation_.node("QQB").signal().wakes();
  Look();
  EXPECT_EQ(federation_.node("QQB").signal().wakes(), wakes);
}

TEST_F(AccessNoticeFlowTest, UnansweredNoticeIsTriedAgainAndALostAnswerHasNoSecondEffect) {
  Identify();
  const int64_t looked_at = Now();
  Look();
  federation_.link().SetFault(Party("QQA"), LinkFault::kUnavailable);
  const service::DispatchPass unreachable = DispatchADayLater();
  EXPECT_TRUE(unreachable.unreachable);
  EXPECT_EQ(Dispatch().next_due, unreachable.next_due) << "it waits";
  federation_.link().SetFault(Party("QQA"), LinkFault::kLostAnswer);
  federation_.clock().Advance(901);
  EXPECT_TRUE(Dispatch().unreachable);
  federation_.link().SetFault(Party("QQA"), LinkFault::kTamperedReceipt);
  federation_.clock().Advance(901);
  EXPECT_EQ(Dispatch().postponed, 1u);
  federation_.link().SetFault(Party("QQA"), LinkFault::kNone);
  federation_.clock().Advance(901);
  EXPECT_EQ(Dispatch().acknowledged, 1u);
  EXPECT_THAT(Shown(), ElementsAre(Seen(looked_at)));
}

TEST_F(AccessNoticeFlowTest, RefusalForGoodEndsIt) {
  Identify();
  Look();
  federation_.link().SetFault(Party("QQA"), LinkFault::kRefused);
  EXPECT_EQ(DispatchADayLater().refused, 1u);
  federation_.link().SetFault(Party("QQA"), LinkFault::kNone);
  const service::DispatchPass after = DispatchADayLater();
  EXPECT_EQ(after.acknowledged, 0u);
  EXPECT_THAT(Shown(), IsEmpty());
}

// A lost key may be found again, and a receipt that does not hold be mended; not for ever.
TEST_F(AccessNoticeFlowTest, IssuerThatIsThereAndNeverAcknowledgesIsTriedForAMonth) {
  Identify();
  for (const LinkFault fault : {LinkFault::kNotOpened, LinkFault::kTamperedReceipt}) {
    Look();
    const int64_t forget_at = Kept().at(0).forget_at.seconds;
    federation_.link().SetFault(Party("QQA"), fault);
    federation_.clock().Advance(forget_at + 30 * kDay - 1 - Now());
    EXPECT_EQ(Dispatch().postponed, 1u);
    federation_.clock().Advance(901);
    EXPECT_EQ(Dispatch().refused, 1u);
    Dispatch();
    EXPECT_THAT(Kept(), IsEmpty());
  }
}

TEST_F(AccessNoticeFlowTest, IssuerThatIsNotThereIsTriedForLonger) {
  Identify();
  Look();
  const int64_t forget_at = Kept().at(0).forget_at.seconds;
  federation_.link().SetFault(Party("QQA"), LinkFault::kUnavailable);
  federation_.clock().Advance(forget_at + 31 * kDay - Now());
  EXPECT_EQ(Dispatch().refused, 0u);
  EXPECT_THAT(Kept(), SizeIs(1));
}

TEST_F(AccessNoticeFlowTest, PartyThatIsNotInForceIsToldOnceItIsAgain) {
  Identify();
  Look();
  federation_.manifest.mutable_parties(0)->set_state(v1::PARTY_STATE_SUSPENDED);  // QQA
  federation_.ReloadTrust();
  EXPECT_EQ(DispatchADayLater().acknowledged, 0u);
  EXPECT_THAT(Kept(), SizeIs(1));
  federation_.manifest.mutable_parties(0)->set_state(v1::PARTY_STATE_ACTIVE);
  federation_.ReloadTrust();
  EXPECT_EQ(Dispatch().acknowledged, 1u);
}

TEST_F(AccessNoticeFlowTest, ClockSetBackDoesNotHoldItUp) {
  Identify();
  Look();
  federation_.clock().Advance(-3 * kDay);
  EXPECT_EQ(Dispatch().acknowledged, 1u);
}

TEST_F(AccessNoticeFlowTest, CopyWithdrawnMeanwhileIsToldOfAllTheSame) {
  Identify();
  const int64_t looked_at = Now();
  Look();
  Withdraw(federation_, "QQA", *id_);
  federation_.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), CheckOutcome::kIncomplete);
  EXPECT_EQ(DispatchADayLater().acknowledged, 1u);
  EXPECT_THAT(Shown(), ElementsAre(Seen(looked_at)));
}

TEST_F(AccessNoticeFlowTest, WhoNoLongerWantsToKnowIsNotToldAndTheSenderLearnsNothing) {
  Identify();
  Look();
  domain::ConsentRecord no = YesTo(federation_, {"QQB", "QQC"});
  no.directives.push_back(Deny("QQB", Purpose::kAccessNotice));
  Record(federation_, "QQA", *id_, no, 1);
  EXPECT_EQ(DispatchADayLater().acknowledged, 1u);
  EXPECT_THAT(Shown(), IsEmpty());
  federation_.RunDispatch();
  Look();
  for (const domain::PendingAccessNotice& one : Kept()) EXPECT_THAT(one.sealed_content, IsEmpty());
}

TEST_F(AccessNoticeFlowTest, NoticesGoWithTheirCase) {
  Identify();
  Look();
  DispatchADayLater();
  ASSERT_THAT(Shown(), SizeIs(1));
  const domain::CopyId copy = CopyAt("QQB");
  const service::NodeContext& node = federation_.context("QQA");
  const auto record = node.cases.Load(*node.engine.TakeSnapshot(), *id_);
  ASSERT_TRUE(record.ok());
  ASSERT_TRUE(federation_.node("QQA").vault().Destroy({{record->key.id}}).ok());
  const auto gone = service::ListAccessNotices(node, CaseOfficer("QQA"), *id_);
  EXPECT_EQ(domain::ErrorReason(gone.status()), "CASE_UNKNOWN");
  EXPECT_EQ(domain::ErrorReason(Deliver(NoticeOf(copy, 'x')).status()), "COPY_UNKNOWN");
}

TEST_F(AccessNoticeFlowTest, OneAnswerForEveryCopyThatIsNotTheSenders) {
  Identify();
  const auto unknown = Deliver(NoticeOf(domain::CopyId::FromBytes(std::string(16, 'u')).value()));
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(domain::ErrorReason(unknown.status()), "COPY_UNKNOWN");
  const auto rows = AllRows(federation_.context("QQA").engine);
  // A copy that was made for QQC, and one that asks for no notices: QQB's own level 2 notice.
  statement::AccessNotice of_another = NoticeOf(CopyAt("QQC"));
  EXPECT_EQ(Deliver(of_another).status(), unknown.status());
  EXPECT_EQ(Deliver(NoticeOf(InboxOf(federation_, "QQB").at(0).notice_id)).status(), unknown.status());
  EXPECT_EQ(AllRows(federation_.context("QQA").engine), rows);
}

// As a store of an earlier version has it.
TEST_F(AccessNoticeFlowTest, CopiesOfAnEarlierVersionAreNotedAtStart) {
  Identify();
  const service::NodeContext& node = federation_.context("QQA");
  const auto record = node.cases.Load(*node.engine.TakeSnapshot(), *id_);
  ASSERT_TRUE(record.ok());
  store::WriteBatch batch;
  const auto copies = node.cases.LoadCopies(*node.engine.TakeSnapshot(), *record);
  ASSERT_TRUE(copies.ok());
  for (const domain::SignedCopy& copy : *copies) {
    batch.Delete(store::Table::kCase, store::CopyOwnerKey(copy.id));
  }
  ASSERT_TRUE(node.engine.Commit(batch).ok());
  EXPECT_EQ(domain::ErrorReason(Deliver(NoticeOf(CopyAt("QQB"))).status()), "COPY_UNKNOWN");
  EXPECT_EQ(service::NoteCopyOwners(node).value(), 1);
  EXPECT_TRUE(Deliver(NoticeOf(CopyAt("QQB"))).ok());
  EXPECT_EQ(domain::ErrorReason(Deliver(NoticeOf(InboxOf(federation_, "QQB").at(0).notice_id, 'x')).status()),
            "COPY_UNKNOWN")
      << "it asks for none";
  EXPECT_EQ(service::NoteCopyOwners(node).value(), 0);
}

TEST_F(AccessNoticeFlowTest, WrongRolePartiesAndPayloadsAreRefusedAndChangeNothing) {
  Identify();
  const auto rows = AllRows(federation_.context("QQA").engine);
  const statement::AccessNotice sound = NoticeOf(CopyAt("QQB"));
  EXPECT_EQ(domain::ErrorReason(Deliver(sound, &federation_.context("QQB").attestation_signer).status()), "WRONG_ROLE");
  EXPECT_EQ(domain::ErrorReason(Deliver(sound, &federation_.context("QQC").operations_signer).status()),
            "SIGNATURE_INVALID");
  statement::AccessNotice bent = sound;
  bent.recipient = Party("QQC");
  EXPECT_EQ(domain::ErrorReason(Deliver(bent).status()), "WRONG_RECIPIENT");
  bent = sound;
  bent.issuer = Party("QQC");
  EXPECT_EQ(domain::ErrorReason(Deliver(bent).status()), "WRONG_ISSUER");
  EXPECT_EQ(AllRows(federation_.context("QQA").engine), rows);
  EXPECT_THAT(Shown(), IsEmpty());
}

TEST_F(AccessNoticeFlowTest, ReplayGetsTheSameReceiptAndAConflictIsEvidence) {
  Identify();
  const statement::AccessNotice notice = NoticeOf(CopyAt("QQB"));
  const auto first = Deliver(notice);
  ASSERT_TRUE(first.ok()) << first.status();
  federation_.clock().Advance(60);
  const auto rows = AllRows(federation_.context("QQA").engine);
  const auto again = Deliver(notice);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *first);
  EXPECT_EQ(AllRows(federation_.context("QQA").engine), rows);
  statement::AccessNotice other = notice;
  other.purpose = AccessPurpose::kScreening;
  EXPECT_EQ(domain::ErrorReason(Deliver(other).status()), "STATEMENT_CONFLICT");
  ASSERT_THAT(Shown(), SizeIs(1));
  // The same again under an id of its own says nothing new.
  statement::AccessNotice once_more = NoticeOf(CopyAt("QQB"), 'm');
  ASSERT_TRUE(Deliver(once_more).ok());
  EXPECT_EQ(*service::ListAccessNotices(federation_.context("QQA"), CaseOfficer("QQA"), *id_),
            domain::AccessNotices{Shown()});
  EXPECT_THAT(Shown(), SizeIs(1));
}

TEST_F(AccessNoticeFlowTest, CaseThatIsNoneIsNotShown) {
  const auto none = service::ListAccessNotices(federation_.context("QQA"), CaseOfficer("QQA"),
                                               domain::CaseId::FromBytes(std::string(16, 'z')).value());
  EXPECT_EQ(domain::ErrorReason(none.status()), "CASE_UNKNOWN");
}

TEST_F(AccessNoticeFlowTest, DispatcherSendsThemToo) {
  Identify();
  Look();
  federation_.clock().Advance(kDay);
  InProcessLink::Sender link = federation_.link().From(Party("QQB"));
  service::OutboxDispatcher dispatcher;
  std::atomic<int> failures = 0;
  dispatcher.Start(federation_.context("QQB"), link, {Party("QQA")},
                   [&](const domain::PartyCode&, const absl::Status&) { ++failures; });
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (Shown().empty() && std::chrono::steady_clock::now() < deadline) {
    dispatcher.Wake(Party("QQA"));
    std::this_thread::yield();
  }
  dispatcher.Stop();
  EXPECT_EQ(failures, 0);
  EXPECT_THAT(Shown(), SizeIs(1));
}

// On disk: what waits when the node is killed goes when it is back.
TEST(AccessNoticeRestartTest, WhatWaitsOutlivesARestart) {
  const crypto::TemporaryFolder folder;  // goes last: a store tidies up until it is closed
  FederationOptions options{.folder = folder.Path("")};
  const Person person;
  std::optional<domain::CaseId> id;
  {
    TestFederation federation(options);
    id = Register(federation, "QQA", person);
    domain::ConsentRecord yes = YesTo(federation, {"QQB"});
    yes.directives.push_back(Allow("QQB", Purpose::kAccessNotice));
    Record(federation, "QQA", *id, yes);
    federation.RunDispatch();
    EXPECT_EQ(OutcomeAt(federation, "QQB", person), CheckOutcome::kHold);
  }
  options.life = "second life";
  TestFederation federation(options);
  federation.clock().Advance(kDay);
  InProcessLink::Sender link = federation.link().From(Party("QQB"));
  const auto pass = service::DispatchAccessNotices(federation.context("QQB"), link, Party("QQA"));
  ASSERT_TRUE(pass.ok()) << pass.status();
  EXPECT_EQ(pass->acknowledged, 1u);
  const auto shown = service::ListAccessNotices(federation.context("QQA"), CaseOfficer("QQA"), *id);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_THAT(shown->notices, SizeIs(1));
}

}  // namespace
}  // namespace vsx::test
