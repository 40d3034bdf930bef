#include "node/service/check_status.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/revoke_case.h"
#include "node/service/upgrade_status.h"
#include "node/statement/audit_entry.h"
#include "node/statement/check_receipt.h"
#include "store/audit_log.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::ConsultationStatus;
using domain::Purpose;

TEST(CheckStatusTest, NamesEveryPartyThatWasNotConsulted) {
  TestFederation federation;
  const service::CheckAnswer answer = Check(federation, "QQA", {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  ASSERT_EQ(answer.decision.consultations.size(), 3u);
  EXPECT_EQ(answer.decision.consultations[0].party, Party("QQA"));
  EXPECT_EQ(answer.decision.consultations[0].status, ConsultationStatus::kConsulted);
  for (size_t i = 1; i < 3; ++i) {
    EXPECT_EQ(answer.decision.consultations[i].status, ConsultationStatus::kStanding);
    EXPECT_EQ(answer.decision.consultations[i].reason, domain::kIndexMissing);
  }
}

// By nothing nobody would be found, and everybody have no record.
TEST(CheckStatusTest, AsksByOneToEightHandles) {
  TestFederation federation;
  service::CheckInput input;
  for (size_t handles = 0; handles <= domain::kMaxHandles + 1; ++handles) {
    const auto answer = service::CheckStatus(federation.context("QQA"), BorderOfficer("QQA"), input);
    EXPECT_EQ(answer.ok(), handles >= 1 && handles <= domain::kMaxHandles) << handles;
    input.handles.push_back(PassportOf({.passport = "XX000000" + std::to_string(handles)}));
  }
}

TEST(CheckStatusTest, ReceiptVerifiesAndOpensByTheCallersSaltsAlone) {
  TestFederation federation;
  const Person person;
  Register(federation, "QQA", person);
  const std::vector<domain::Handle> handles = {PassportOf(person), NameOf(person)};
  const service::CheckAnswer answer = Check(federation, "QQA", handles);
  EXPECT_EQ(answer.valid_until.seconds - answer.checked_at.seconds, 3600);
  const auto receipt =
      statement::VerifyCheckReceipt(federation.context("QQB").trust, answer.receipt_envelope, federation.clock().Now());
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->content.outcome, CheckOutcome::kHold);
  EXPECT_EQ(receipt->content.officer, "im-4");
  EXPECT_EQ(receipt->content.file_number, "EX-1");
  EXPECT_EQ(receipt->content.member_states_outside, std::vector{Party("QQZ")});
  ASSERT_EQ(answer.handle_salts.size(), 2u);
  for (size_t i = 0; i < handles.size(); ++i) {
    EXPECT_TRUE(
        statement::VerifyReceiptHandle(receipt->content, i, answer.handle_salts[i], handles[i].canonical()).ok());
    EXPECT_FALSE(
        statement::VerifyReceiptHandle(receipt->content, i, answer.handle_salts[1 - i], handles[i].canonical()).ok());
  }
}

TEST(CheckStatusTest, ProtectedCaseAnswersItsNamedAgenciesOnly) {
  TestFederation federation;
  domain::CaseFacts facts = FactsOf({});
  facts.protected_for_agencies = {"police/example-unit", "counter-trafficking/example-body"};
  const service::NodeContext& node = federation.context("QQA");
  ASSERT_TRUE(service::RegisterCase(node, CaseOfficer("QQA"), facts, "").ok());
  EXPECT_EQ(OutcomeAt(federation, "QQA", {}), CheckOutcome::kIncomplete) << "the border is not named";
  service::CheckInput input;
  input.handles = {PassportOf({})};
  input.classes = {domain::HandleClass::kDocument};
  input.measure_code = "ARREST";
  input.stage_code = "INVESTIGATION";
  input.file_number = "EX-2";
  service::Actor named = BorderOfficer("QQA");
  named.agency = "police/example-unit";
  const auto answer = service::CheckStatus(node, named, input);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->decision.outcome, CheckOutcome::kHold);
}

TEST(CheckStatusTest, OwnProtectiveChecksEndOnlyByAnExplicitDenyWithItsEffectShown) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  domain::ConsentRecord no = Interview(federation, {"QQA", "QQB"});
  no.directives = {{std::nullopt, std::nullopt, domain::Effect::kDeny}};
  Record(federation, "QQA", id, no);
  EXPECT_EQ(OutcomeAt(federation, "QQA", {}), CheckOutcome::kHold);
  no.directives = {Deny("QQA", Purpose::kProtectiveCheck)};
  no.own_effect_shown = true;
  Record(federation, "QQA", id, no, 1);
  EXPECT_EQ(OutcomeAt(federation, "QQA", {}), CheckOutcome::kIncomplete);
}

TEST(CheckStatusTest, DeliveredCopyAnswersProtectiveChecksOnly) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  EXPECT_EQ(Check(federation, "QQB", {PassportOf({})}, Purpose::kConsularAssistance).decision.outcome,
            CheckOutcome::kIncomplete);
}

TEST(CheckStatusTest, OneCopyFoundByTwoHandlesIsOneMatch) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  const service::CheckAnswer answer = Check(federation, "QQB", {PassportOf({}), NameOf({})});
  ASSERT_EQ(answer.decision.matches.size(), 1u);
  EXPECT_EQ(answer.decision.matches[0].evidence.handles.size(), 2u);
}

TEST(CheckStatusTest, ReviewOverdueQualifiesAndHolds) {
  TestFederation federation;
  Register(federation, "QQA", {});
  federation.clock().Set({1'940'000'000});  // after review_by
  const service::CheckAnswer answer = Check(federation, "QQA", {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kHold);
  EXPECT_THAT(answer.decision.matches.at(0).qualifications, ::testing::Contains(domain::Qualification::kReviewOverdue));
}

// The check reads the old notice's row, and its key is destroyed before it can be opened.
TEST(CheckStatusTest, NoticeReplacedWhileTheCheckReadsIsStillAHold) {
  TestFederation federation;
  const Person person;
  domain::CaseFacts facts = FactsOf(person);
  facts.status = domain::CaseStatus::kPresumed;
  const service::NodeContext& issuer = federation.context("QQA");
  const domain::CaseId id = service::RegisterCase(issuer, CaseOfficer("QQA"), facts, "").value().record.id;
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  const store::CaseKeyId old_key = FirstInboxItem(federation, "QQB").key.id;
  ASSERT_TRUE(service::UpgradeStatus(issuer, CaseOfficer("QQA"), id, domain::CaseStatus::kIdentified,
                                     domain::CivilDate::FromTime(federation.clock().Now()))
                  .ok());
  federation.node("QQB").vault().BeforeReads([&] {
    federation.node("QQB").vault().BeforeReads([] {});
    EXPECT_EQ(federation.RunDispatch(), 1);
  });
  const service::CheckAnswer answer = Check(federation, "QQB", {PassportOf(person)});
  EXPECT_TRUE(absl::IsNotFound(federation.node("QQB").vault().Read(old_key).status()));
  ASSERT_EQ(answer.decision.outcome, CheckOutcome::kHold);
  EXPECT_EQ(answer.decision.matches.at(0).evidence.status, domain::CaseStatus::kIdentified);
  EXPECT_EQ(answer.decision.consultations[0].status, ConsultationStatus::kConsulted);
}

TEST(CheckStatusTest, RecordsThatNeverStandStillGiveAnErrorAndNoAnswer) {
  TestFederation federation;
  const service::NodeContext& node = federation.context("QQA");
  // Whenever a key is read, it is destroyed, and its case stands anew under another.
  std::optional<domain::CaseId> newest = Register(federation, "QQA", {});
  federation.node("QQA").vault().BeforeReads([&] {
    const store::CaseKeyId key = node.cases.Load(*node.engine.TakeSnapshot(), *newest)->key.id;
    newest = Register(federation, "QQA", {.passport = Person{}.passport});
    ASSERT_TRUE(federation.node("QQA").vault().Destroy({key}).ok());
  });
  service::CheckInput input = BeforeRemoval({PassportOf({})});
  const auto answer = service::CheckStatus(node, BorderOfficer("QQA"), input);
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(domain::ErrorReason(answer.status()), "CHANGED_MEANWHILE");
}

// A key that is lost while its row stands is damage, and no erasure.
TEST(CheckStatusTest, RowWhoseKeyIsLostIsUnreadable) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  ASSERT_TRUE(federation.node("QQB").vault().Destroy({FirstInboxItem(federation, "QQB").key.id}).ok());
  const service::CheckAnswer answer = Check(federation, "QQB", {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(answer.decision.consultations[0].reason, domain::kOwnRecordsUnreadable);
}

// The disk is full up to its reserve, or, with `in_use` all, up to the last of it.
class FullEngine final : public store::Engine {
 public:
  FullEngine(store::Engine& inner, store::ReserveUse in_use) : inner_(inner), in_use_(in_use) {}
  std::unique_ptr<store::Snapshot> TakeSnapshot() const override { return inner_.TakeSnapshot(); }
  absl::Status Commit(const store::WriteBatch& batch) override {
    return batch.reserve_use() < in_use_ ? absl::ResourceExhaustedError("as told") : inner_.Commit(batch);
  }

 private:
  store::Engine& inner_;
  const store::ReserveUse in_use_;
};

TEST(CheckStatusTest, FullDiskSilencesNoCheckBeforeTheLastOfItsReserve) {
  TestFederation federation;
  Register(federation, "QQA", {});
  const service::NodeContext& node = federation.context("QQA");
  for (const store::ReserveUse in_use : {store::ReserveUse::kHalf, store::ReserveUse::kAll}) {
    FullEngine full(federation.node("QQA").engine(), in_use);
    store::BudgetLedger ledger(full, store::ReserveUse::kHalf);
    service::OfficerBudgets officer_budgets(ledger, node.clock);
    const service::NodeContext on_full_disk{.trust = node.trust,
                                            .clock = node.clock,
                                            .random = node.random,
                                            .streams = node.streams,
                                            .engine = full,
                                            .cases = node.cases,
                                            .outbox = node.outbox,
                                            .inbox = node.inbox,
                                            .access_notices = node.access_notices,
                                            .access_notice_outbox = node.access_notice_outbox,
                                            .attestation_signer = node.attestation_signer,
                                            .operations_signer = node.operations_signer,
                                            .sealing_keys = node.sealing_keys,
                                            .audit = node.audit,
                                            .outbox_signal = node.outbox_signal,
                                            .blind_checker = node.blind_checker,
                                            .officer_budgets = officer_budgets,
                                            .limits = node.limits};
    service::CheckInput input = BeforeRemoval({PassportOf({})});
    const auto answer = service::CheckStatus(on_full_disk, BorderOfficer("QQA"), input);
    if (in_use == store::ReserveUse::kHalf) {
      ASSERT_TRUE(answer.ok()) << answer.status();
      EXPECT_EQ(answer->decision.outcome, CheckOutcome::kHold);
    } else {
      EXPECT_TRUE(absl::IsResourceExhausted(answer.status())) << "the rest is kept for withdrawals";
    }
  }
}

// Many small worlds: whatever was registered, answered, sent, withdrawn or revoked, no check says NO_RECORD, and a
// person known to the own State is held.
TEST(CheckStatusTest, NoWorldAnswersNoRecord) {
  const uint32_t seed = 20'301;
  std::mt19937 draw(seed);
  for (int world = 0; world < 25; ++world) {
    const int n = 1 + static_cast<int>(draw() % 4);
    FederationOptions options;
    options.parties.clear();
    for (int i = 0; i < n; ++i) options.parties.push_back(std::string("QQ") + static_cast<char>('A' + i));
    TestFederation federation(options);
    std::vector<Person> people;
    for (int i = 0; i < 4; ++i) {
      Person person{.name = std::string("Sample ") + static_cast<char>('A' + i),
                    .passport = "XX000010" + std::to_string(i)};
      person.sending_parties.clear();
      if (n > 1) person.sending_parties.push_back(options.parties[1]);
      people.push_back(person);
      if (draw() % 3 == 0) continue;
      const domain::CaseId id = Register(federation, "QQA", person);
      uint32_t number = 0;
      if (n > 1 && draw() % 2 == 0) {
        number = Record(federation, "QQA", id, YesTo(federation, {options.parties[1]})).number;
      }
      if (draw() % 2 == 0) federation.RunDispatch();
      if (number > 0 && draw() % 3 == 0) Withdraw(federation, "QQA", id);
      if (draw() % 5 == 0) {
        ASSERT_TRUE(service::RevokeCase(federation.context("QQA"), CaseOfficer("QQA"), id,
                                        {domain::RevocationReason::kAtPersonsRequest, "", {}})
                        .ok());
      }
      federation.clock().Advance(static_cast<int64_t>(draw() % 50) * 86'400);
    }
    for (const std::string& party : options.parties) {
      for (const Person& person : people) {
        for (const Purpose purpose : {Purpose::kProtectiveCheck, Purpose::kConsularAssistance, Purpose::kPresented}) {
          ASSERT_NE(Check(federation, party, {PassportOf(person)}, purpose).decision.outcome, CheckOutcome::kNoRecord)
              << "world " << world << " of seed " << seed;
        }
      }
    }
  }
}

// Rule 7: a question stands in the audit log before a byte of it leaves, whichever write of a check fails.
TEST(CheckStatusTest, NobodyIsAskedIfTheAuditLogDoesNotHoldTheIntent) {
  TestFederation federation;
  const service::NodeContext& node = federation.context("QQA");
  const auto intents = [&] {
    size_t count = 0;
    const auto entries = store::ReadAudit(*node.engine.TakeSnapshot(), 0, store::kMaxPageRows);
    for (const store::AuditEntry& entry : entries.value()) {
      count += statement::DecodeAuditEntry(entry.body).value().outcome == "INTENT" ? 1 : 0;
    }
    return count;
  };
  int failed = 0;
  for (int writes = 0; writes < 6; ++writes) {
    federation.node("QQA").engine().FailCommitAfter(writes);
    failed += service::CheckStatus(node, BorderOfficer("QQA"), BeforeRemoval({PassportOf({})})).ok() ? 0 : 1;
    EXPECT_EQ(federation.node("QQA").blind_checker().questions().size(), intents()) << writes;
  }
  EXPECT_GE(failed, 2) << "intent and outcome were among the writes that failed";
}

// What was said is judged by the moment of the decision: asking everybody takes time.
TEST(CheckStatusTest, AnswerThatEndedWhileOthersWereAskedIsNone) {
  TestFederation federation;
  ScriptedBlindChecker& checker = federation.node("QQA").blind_checker();
  checker.clock_sane = true;
  checker.answer = [&](const service::BlindQuestion&, const domain::PartyCode& party) {
    service::BlindAnswer answer{{.party = party}, {}, 0};
    answer.consultation.consulted = answer.consultation.in_this_epoch = answer.consultation.complete = true;
    return answer;
  };
  EXPECT_EQ(Check(federation, "QQA", {PassportOf({})}).decision.outcome, CheckOutcome::kNoRecord);
  checker.rejudge = [](domain::ConsultationEvidence& said) {
    if (said.party == Party("QQC")) said.in_this_epoch = false;
  };
  const service::CheckAnswer answer = Check(federation, "QQA", {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(answer.decision.consultations.at(2).reason, domain::kOtherEpoch);
}

}  // namespace
}  // namespace vsx::test
