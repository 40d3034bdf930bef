// What each answer of the person sends, and to whom.

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/statement/copy_content.h"
#include "node/statement/envelope_codec.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::DeliveryState;
using domain::Purpose;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

statement::CopyContent NoticeIn(const domain::InboxItem& item) {
  return statement::ParseCopy(
             statement::DecodeEnvelope(item.notice_envelope, statement::kMaxCopyEnvelopeBytes).value().payload)
      .value();
}

TEST(ConsentFlowTest, SilenceNotifiesTheSendingPartyWithoutIdentity) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  const service::ChangedConsent changed =
      Record(federation, "QQA", id, Interview(federation, {"QQB", "QQC"}, domain::ConsentState::kAskedNoAnswer));
  EXPECT_EQ(changed.number, 1u);
  EXPECT_THAT(changed.changes.queued_for, ElementsAre(Party("QQB")));
  EXPECT_EQ(federation.RunDispatch(), 1);

  const std::vector<domain::InboxItem> inbox = InboxOf(federation, "QQB");
  ASSERT_EQ(inbox.size(), 1u);
  EXPECT_TRUE(inbox[0].protective_envelope.empty());
  EXPECT_THAT(inbox[0].openings, IsEmpty());
  EXPECT_FALSE(NoticeIn(inbox[0]).message.has_identity());
  for (const std::string& content : federation.link().OpenedBy(Party("QQB"))) {
    EXPECT_FALSE(absl::StrContains(content, "Contoh"));
    EXPECT_FALSE(absl::StrContains(content, person.passport));
    EXPECT_FALSE(absl::StrContains(content, person.birth_date));
    EXPECT_FALSE(absl::StrContains(content, "trained_identifier"));
  }
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete) << "notices answer no check";
  EXPECT_THAT(federation.link().SeenBy(Party("QQC")), IsEmpty());
}

TEST(ConsentFlowTest, YesToIdentityAndChecksMakesTheSendingPartyHold) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  EXPECT_EQ(federation.RunDispatch(), 1);

  const service::CheckAnswer answer = Check(federation, "QQB", {PassportOf(person)});
  EXPECT_EQ(answer.decision.outcome, domain::CheckOutcome::kHold);
  ASSERT_EQ(answer.decision.matches.size(), 1u);
  const domain::MatchEvidence& evidence = answer.decision.matches[0].evidence;
  EXPECT_EQ(evidence.issuer, Party("QQA"));
  EXPECT_EQ(evidence.source, domain::MatchSource::kDeliveredCopy);
  EXPECT_EQ(evidence.status, domain::CaseStatus::kIdentified);
  ASSERT_TRUE(evidence.contact_desk_id.has_value());
  EXPECT_EQ(federation.context("QQB").trust.FindDesk(Party("QQA"), evidence.contact_desk_id->value())->telephone,
            "+00 000 0000");
  EXPECT_TRUE(answer.decision.matches[0].recognised_under_14_2);
  EXPECT_EQ(OutcomeAt(federation, "QQC", person), domain::CheckOutcome::kIncomplete);
  EXPECT_EQ(NoticeIn(InboxOf(federation, "QQB")[0]).message.identity().names(0).text(), person.name);

  const std::vector<domain::OutboxItem> deliveries = DeliveriesOf(federation, "QQA", id);
  ASSERT_EQ(deliveries.size(), 1u);
  EXPECT_EQ(deliveries[0].state, DeliveryState::kAcknowledged);
  EXPECT_TRUE(deliveries[0].content.empty());
  EXPECT_FALSE(deliveries[0].receipt_envelope.empty());
}

TEST(ConsentFlowTest, IdentityWithoutChecksBringsNoProtectiveCopy) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  domain::ConsentRecord record = YesTo(federation, {"QQB"});
  record.directives.pop_back();
  Record(federation, "QQA", id, record);
  EXPECT_EQ(federation.RunDispatch(), 1);
  ASSERT_EQ(InboxOf(federation, "QQB").size(), 1u);
  EXPECT_TRUE(InboxOf(federation, "QQB")[0].protective_envelope.empty());
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);
}

TEST(ConsentFlowTest, ChecksAllowedLaterReachTheParty) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  domain::ConsentRecord record = YesTo(federation, {"QQB"});
  record.directives.pop_back();
  Record(federation, "QQA", id, record);
  federation.RunDispatch();
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}), 1);
  EXPECT_EQ(federation.RunDispatch(), 1) << "the notice goes again, with the protective copy beside it";
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kHold);
  EXPECT_EQ(InboxOf(federation, "QQB").size(), 1u) << "in the place of the first";
}

TEST(ConsentFlowTest, ChecksDeniedLaterEndTheHoldAndLeaveTheNotice) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  domain::ConsentRecord denies = YesTo(federation, {"QQB"});
  denies.directives.back().effect = domain::Effect::kDeny;
  Record(federation, "QQA", id, denies, 1);
  EXPECT_EQ(federation.RunDispatch(), 2) << "a recall, and the notice anew";
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);
  ASSERT_EQ(InboxOf(federation, "QQB").size(), 1u);
  EXPECT_TRUE(InboxOf(federation, "QQB")[0].protective_envelope.empty());
}

TEST(ConsentFlowTest, IdentityTakenBackAndGivenAgain) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  Record(federation, "QQA", id, Interview(federation, {"QQB"}, domain::ConsentState::kAskedNoAnswer));
  federation.RunDispatch();
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}), 1);
  federation.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kHold);
  EXPECT_EQ(InboxOf(federation, "QQB").size(), 1u);

  domain::ConsentRecord less = YesTo(federation, {"QQB"});
  less.directives[1].effect = domain::Effect::kDeny;
  Record(federation, "QQA", id, less, 2);
  federation.RunDispatch();
  ASSERT_EQ(InboxOf(federation, "QQB").size(), 1u) << "a notice without identity, and only that";
  EXPECT_FALSE(NoticeIn(InboxOf(federation, "QQB")[0]).message.has_identity());
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);

  domain::Amendment lift;
  lift.additions = YesTo(federation, {"QQB"});
  lift.lifted = {Deny("QQB", Purpose::kNotifyLevel2)};
  const auto again = service::AmendConsent(federation.context("QQA"), CaseOfficer("QQA"), id, lift, 3, false);
  ASSERT_TRUE(again.ok()) << again.status();
  federation.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kHold);
  for (const domain::OutboxItem& item : DeliveriesOf(federation, "QQA", id)) {
    EXPECT_EQ(item.state, DeliveryState::kAcknowledged) << item.reason;
  }
}

TEST(ConsentFlowTest, DenyToOnePartyLeavesOthersInformed) {
  TestFederation federation;
  const Person person{.sending_parties = {"QQB", "QQC"}};
  const domain::CaseId id = Register(federation, "QQA", person);
  domain::ConsentRecord record = YesTo(federation, {"QQB"});
  record.parties_put_to_her.push_back(Party("QQC"));
  record.directives.push_back(DenyAll("QQC"));
  Record(federation, "QQA", id, record);
  federation.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kHold);
  EXPECT_THAT(federation.link().SeenBy(Party("QQC")), IsEmpty());
}

TEST(ConsentFlowTest, UnchangedAnswerSendsNothingAgain) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  const auto inbox = InboxOf(federation, "QQB");
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}), 1);
  EXPECT_EQ(federation.RunDispatch(), 0);
  EXPECT_EQ(InboxOf(federation, "QQB")[0].notice_id, inbox[0].notice_id);
}

TEST(ConsentFlowTest, VersionConflictIsTheCallersToResolve) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  const auto late =
      service::RecordConsent(federation.context("QQA"), CaseOfficer("QQA"), id, Interview(federation, {"QQB"}), 0);
  EXPECT_EQ(late.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(domain::ErrorReason(late.status()), "CONSENT_CHANGED");
  EXPECT_EQ(domain::ErrorField(late.status()), "expected_version");
}

TEST(ConsentFlowTest, PreviewShowsTheEffectAndSavesNothing) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  const service::NodeContext& node = federation.context("QQA");
  const size_t rows = AllRows(node.engine).size();
  const auto preview = service::PreviewConsent(node, CaseOfficer("QQA"), id, YesTo(federation, {"QQB"}));
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->front().party, Party("QQA")) << "the own Party stands first";
  bool allows = false;
  for (const domain::ConsentPreviewLine& line : *preview) {
    allows = allows || (line.party == Party("QQB") && line.purpose == Purpose::kNotifyLevel2 && line.decision.allowed);
  }
  EXPECT_TRUE(allows);
  EXPECT_EQ(AllRows(node.engine).size(), rows + 1) << "the audit entry";
  EXPECT_EQ(federation.RunDispatch(), 0);
}

TEST(ConsentFlowTest, WhoKeptSilentMayObjectLaterAndIsRecalled) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  Record(federation, "QQA", id, Interview(federation, {"QQB"}, domain::ConsentState::kAskedNoAnswer));
  federation.RunDispatch();
  ASSERT_THAT(InboxOf(federation, "QQB"), SizeIs(1));
  const service::ChangedConsent withdrawn = Withdraw(federation, "QQA", id);
  EXPECT_THAT(withdrawn.changes.recalled, ElementsAre(Party("QQB")));
  federation.RunDispatch();
  EXPECT_THAT(InboxOf(federation, "QQB"), IsEmpty());
  EXPECT_EQ(OutcomeAt(federation, "QQA", person), domain::CheckOutcome::kHold) << "protection at home stands";
}

TEST(ConsentFlowTest, ConsentChainLinksEveryRecord) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  Withdraw(federation, "QQA", id);
  const service::NodeContext& node = federation.context("QQA");
  const auto snapshot = node.engine.TakeSnapshot();
  const auto chain = node.cases.LoadConsentChain(*snapshot, node.cases.Load(*snapshot, id).value()).value();
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_EQ(chain[0].previous_hash, std::string(32, '\0'));
  EXPECT_EQ(chain[1].previous_hash, chain[0].hash);
  for (const domain::ConsentEntry& entry : chain) {
    EXPECT_EQ(entry.hash, store::ConsentHash(id, entry.number, entry.previous_hash, entry.record));
  }
}

// It may join; a code that nobody has is refused (api's ValidationTest), since she would think that it holds.
TEST(ConsentFlowTest, StateThatIsNoPartyYetMayBeFeared) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  domain::ConsentRecord fears = Interview(federation, {"QQB"});
  fears.feared_parties = {Party("QQZ")};  // a Member State outside
  EXPECT_EQ(Record(federation, "QQA", id, fears).number, 1u);
}

TEST(ConsentFlowTest, ManyChangesNeverOutgrowAWithdrawal) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  domain::ConsentRecord with = YesTo(federation, {"QQB"});
  with.directives.push_back(Allow("QQB", Purpose::kRecognitionFollowUp));
  const domain::ConsentRecord without = YesTo(federation, {"QQB"});
  federation.link().SetFault(Party("QQB"), LinkFault::kLostAnswer);
  uint32_t number = 0;
  for (int i = 0; i < 40; ++i) {
    number = Record(federation, "QQA", id, i % 2 == 0 ? with : without, number).number;
    federation.clock().Advance(1000);
    federation.DispatchOnce("QQA", "QQB");
  }
  const service::ChangedConsent withdrawn = Withdraw(federation, "QQA", id);
  EXPECT_THAT(withdrawn.changes.recalled, ElementsAre(Party("QQB")));
  federation.link().SetFault(Party("QQB"), LinkFault::kNone);
  federation.clock().Advance(1000);
  federation.RunDispatch();
  EXPECT_THAT(InboxOf(federation, "QQB"), IsEmpty());
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);
}

}  // namespace
}  // namespace vsx::test
