// The blind check's straight line between nodes of one process (protocol §4): real indexes, real curve operations.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/issue_reference_code.h"
#include "node/statement/check_receipt.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::ConsultationStatus;
using domain::Purpose;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Purpose kCheck = Purpose::kProtectiveCheck;

class BlindCheckTest : public ::testing::Test {
 protected:
  TestFederation& base() { return federation_.base(); }

  // Identified at QQA: its own people see it, and every Party that `directives` let.
  domain::CaseId Identify(const Person& person, const std::vector<domain::Directive>& directives) {
    const domain::CaseId id = Register(base(), "QQA", person);
    domain::ConsentRecord record = Interview(base(), {"QQB", "QQC"});
    record.directives = directives;
    Record(base(), "QQA", id, record);
    return id;
  }

  BlindFederation federation_;
};

TEST_F(BlindCheckTest, NobodyIsConsultedBeforeTheFirstIndexes) {
  const service::CheckAnswer answer = Check(base(), "QQC", {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(answer.decision.consultations[1].reason, "INDEX_MISSING");
}

TEST_F(BlindCheckTest, ThirdStateAnswersHoldAndTheIssuerIsToldNothing) {
  const Person person;
  Identify(person, {Allow("QQC", kCheck)});
  federation_.RunKeepers();
  const service::CheckAnswer answer = Check(base(), "QQC", {PassportOf(person), NameOf(person)});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kHold);
  ASSERT_THAT(answer.decision.matches, SizeIs(1));
  const domain::DecidedMatch& match = answer.decision.matches[0];
  EXPECT_EQ(match.evidence.issuer, Party("QQA"));
  EXPECT_EQ(match.evidence.source, domain::MatchSource::kBlindIndex);
  EXPECT_THAT(match.evidence.handles, SizeIs(2));
  EXPECT_EQ(match.mark, domain::HandleMark::kExact);
  EXPECT_TRUE(match.recognised_under_14_2);
  EXPECT_EQ(match.evidence.status, domain::CaseStatus::kIdentified);
  EXPECT_THAT(InboxOf(base(), "QQC"), IsEmpty()) << "nothing was delivered there";
}

TEST_F(BlindCheckTest, StrangerGetsNoRecordThatNamesWhomItAsked) {
  Identify({}, {Allow("QQC", kCheck)});
  federation_.RunKeepers();
  const service::CheckAnswer answer = Check(base(), "QQC", {PassportOf({.passport = "XX0000777"})});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kNoRecord);
  ASSERT_THAT(answer.decision.consultations, SizeIs(3));
  for (const domain::ConsultedParty& line : answer.decision.consultations) {
    EXPECT_EQ(line.status, ConsultationStatus::kConsulted) << line.party.value() << " " << line.reason;
    EXPECT_TRUE(line.as_of.has_value());
    if (line.party == Party("QQC")) continue;
    EXPECT_EQ(line.epoch, federation_.epoch());
    EXPECT_THAT(line.header_sha256, SizeIs(32));
  }
}

TEST_F(BlindCheckTest, ExcludedPartyGetsWhatAStrangerGets) {
  const Person person;
  Identify(person, {Allow("QQC", kCheck), DenyAll("QQB")});
  federation_.RunKeepers();
  EXPECT_EQ(OutcomeAt(base(), "QQC", person), CheckOutcome::kHold);
  EXPECT_EQ(OutcomeAt(base(), "QQB", person), CheckOutcome::kNoRecord);
}

TEST_F(BlindCheckTest, WithdrawalTakesEffectAtTheNextEpoch) {
  const Person person;
  const domain::CaseId id = Identify(person, {Allow("QQC", kCheck)});
  federation_.RunKeepers();
  Withdraw(base(), "QQA", id);
  EXPECT_EQ(OutcomeAt(base(), "QQC", person), CheckOutcome::kHold) << "the published index is what it is";
  federation_.NextEpoch();  // its index may have been cut off before she withdrew
  federation_.NextEpoch();
  EXPECT_EQ(OutcomeAt(base(), "QQC", person), CheckOutcome::kNoRecord);
  EXPECT_EQ(OutcomeAt(base(), "QQA", person), CheckOutcome::kHold) << "her own protection stays";
}

TEST_F(BlindCheckTest, PresentedCodeAnswersInItsOwnClassAndInNoOther) {
  const Person person;
  const domain::CaseId id = Identify(person, {DenyAll("QQC")});
  const auto code = service::IssueReferenceCode(base().context("QQA"), CaseOfficer("QQA"), id);
  ASSERT_TRUE(code.ok()) << code.status();
  federation_.RunKeepers();
  const domain::Handle handle = domain::Handle::FromReference(*code);
  EXPECT_EQ(Check(base(), "QQC", {handle}, Purpose::kPresented).decision.outcome, CheckOutcome::kHold);
  EXPECT_EQ(OutcomeAt(base(), "QQC", person), CheckOutcome::kNoRecord);
  EXPECT_EQ(Check(base(), "QQC", {PassportOf(person)}, Purpose::kConsularAssistance).decision.outcome,
            CheckOutcome::kNoRecord);
}

TEST_F(BlindCheckTest, DeliveredAndIndexedCopyAreOneMatch) {
  const Person person;
  Record(base(), "QQA", Register(base(), "QQA", person), YesTo(base(), {"QQB"}));
  base().RunDispatch();
  federation_.RunKeepers();
  const service::CheckAnswer answer = Check(base(), "QQB", {PassportOf(person)});
  ASSERT_THAT(answer.decision.matches, SizeIs(1));
  EXPECT_EQ(answer.decision.matches[0].evidence.source, domain::MatchSource::kDeliveredCopy);
}

TEST_F(BlindCheckTest, IntentStandsInTheAuditLogAndIsWhatPartiesSaw) {
  federation_.RunKeepers();
  const service::CheckAnswer answer = Check(base(), "QQC", {PassportOf({})});
  const auto receipt =
      statement::VerifyCheckReceipt(base().context("QQA").trust, answer.receipt_envelope, base().clock().Now());
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  const std::string intent = statement::CheckIntentHash(receipt->content);
  const std::vector<SeenEvaluation> seen = federation_.index_link().SeenBy(Party("QQA"));
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].batch.intent_hash, intent);
  EXPECT_THAT(seen[0].batch.elements, SizeIs(8));
}

TEST_F(BlindCheckTest, EpochBoundaryFailsNoCheck) {
  const Person person;
  Identify(person, {Allow("QQC", kCheck)});
  federation_.RunKeepers();
  federation_.NextEpoch();
  const domain::EpochPlan plan = federation_.plan();
  const domain::Epoch next = federation_.epoch().Next();
  for (const domain::UnixTime moment : {plan.CutOff(next), plan.PublishFrom(next)}) {
    base().clock().Set(moment);
    federation_.RunKeepers();
  }
  for (const int64_t step : {-1, 0, 1}) {
    base().clock().Set({plan.Start(next).seconds + step});
    EXPECT_EQ(OutcomeAt(base(), "QQC", person), CheckOutcome::kHold) << step;
    EXPECT_EQ(Check(base(), "QQC", {PassportOf({.passport = "XX0000777"})}).decision.outcome, CheckOutcome::kNoRecord)
        << step;
  }
}

// The other way round: QQA's clock is behind, so its epoch goes on when QQC's has ended. QQC keeps the index as long as
// clocks may differ, and not a second longer.
TEST_F(BlindCheckTest, EpochBoundaryFailsNoCheckOfAPartyWhoseClockIsBehind) {
  const Person person;
  Identify(person, {Allow("QQC", kCheck)});
  federation_.NextEpoch();
  const domain::EpochPlan plan = federation_.plan();
  const domain::Epoch last = federation_.epoch();
  const domain::Epoch next = last.Next();
  const int64_t start = plan.Start(next).seconds;
  base().clock().Set(plan.CutOff(next));
  federation_.RunKeepers();
  base().clock().Set(plan.PublishFrom(next));
  federation_.RunKeepers();
  const auto ask_about_nobody = [&] { return Check(base(), "QQC", {PassportOf({.passport = "XX0000777"})}).decision; };
  for (const int64_t step : {int64_t{0}, int64_t{1}, plan.Skew() - 1}) {
    base().clock().Set({start + step});
    federation_.blind("QQA").clock().StandAt({start - 1});
    federation_.RunKeepers();
    EXPECT_EQ(OutcomeAt(base(), "QQC", person), CheckOutcome::kHold) << step;
    const domain::StatusDecision cleared = ask_about_nobody();
    EXPECT_EQ(cleared.outcome, CheckOutcome::kNoRecord) << step;
    EXPECT_EQ(cleared.consultations.at(1).epoch, last) << "QQA";
    EXPECT_EQ(cleared.consultations.at(2).epoch, next) << "QQB";
  }
  base().clock().Set({start + plan.Skew()});
  federation_.RunKeepers();
  EXPECT_EQ(OutcomeAt(base(), "QQC", person), CheckOutcome::kIncomplete);
  const domain::StatusDecision asked = ask_about_nobody();
  EXPECT_EQ(asked.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(asked.consultations.at(1).reason, "WRONG_EPOCH");
  EXPECT_EQ(federation_.blind("QQC").shelf().Find({Party("QQA"), Party("QQC"), kCheck, last}), nullptr);
  federation_.blind("QQA").clock().GoOn();
  EXPECT_EQ(OutcomeAt(base(), "QQC", person), CheckOutcome::kHold) << "QQA's clock was set";
}

// The time that an issuer names goes the whole way: to the officer's answer and into the receipt.
TEST(BlindCheckBudgetTest, AnswerSaysWhenAPartyMayBeAskedAgain) {
  BlindOptions options;
  options.rates.single = *domain::BudgetRate::Create(1, 24);
  BlindFederation federation(options);
  federation.RunKeepers();
  TestFederation& base = federation.base();
  ASSERT_EQ(OutcomeAt(base, "QQC", {}), CheckOutcome::kNoRecord);
  const service::CheckAnswer answer = Check(base, "QQC", {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  const domain::UnixTime more{base.clock().Now().seconds + 3'600};
  const auto receipt =
      statement::VerifyCheckReceipt(base.context("QQA").trust, answer.receipt_envelope, base.clock().Now());
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  for (const size_t other : {1u, 2u}) {
    EXPECT_EQ(answer.decision.consultations[other].reason, "BUDGET_EXHAUSTED");
    EXPECT_EQ(answer.decision.consultations[other].status, ConsultationStatus::kTransient);
    EXPECT_EQ(answer.decision.consultations[other].next_capacity_at, more);
    EXPECT_EQ(receipt->content.consultations[other].next_capacity_at, more);
  }
  EXPECT_EQ(answer.decision.consultations[0].next_capacity_at, std::nullopt);
}

TEST(BlindCheckBudgetTest, ATimeThatAPartyClaimsIsBounded) {
  BlindFederation federation;
  federation.RunKeepers();
  federation.index_link().bend_evaluation[Party("QQA")] = [](absl::StatusOr<service::Evaluation>& evaluation) {
    evaluation = domain::BudgetExhausted({INT64_MAX});
  };
  const service::CheckAnswer answer = Check(federation.base(), "QQC", {PassportOf({})});
  const int64_t now = federation.base().clock().Now().seconds;
  EXPECT_EQ(answer.decision.consultations[1].next_capacity_at, domain::UnixTime{now + 31 * 86'400});
}

// A check that stays open: what a Party said in an earlier try is judged by what is known when the answer is given.
TEST_F(BlindCheckTest, AnswerOfAnEarlierTryIsNoneOnceItsIndexIsForked) {
  federation_.RunKeepers();
  federation_.index_link().bend_evaluation[Party("QQB")] = [](absl::StatusOr<service::Evaluation>& evaluation) {
    evaluation = absl::UnavailableError("away");
  };
  service::CheckInput input = BeforeRemoval({PassportOf({})});
  service::StatusCheck check(base().context("QQC"), BorderOfficer("QQC"), input);
  const auto first = check.Try();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->decision.consultations.at(1).status, ConsultationStatus::kConsulted) << "QQA";
  federation_.index_link().bend_evaluation.clear();
  federation_.blind("QQC").shelf().MarkForked(federation_.Name("QQA", "QQC", kCheck));
  const auto second = check.Try();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->decision.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(second->decision.consultations.at(1).reason, domain::kIndexForked);
  EXPECT_EQ(second->decision.consultations.at(2).status, ConsultationStatus::kConsulted) << "QQB is back";
}

TEST_F(BlindCheckTest, AnswerIsJudgedAgainByForkAndByEpoch) {
  federation_.RunKeepers();
  service::BlindChecker& checker = federation_.blind("QQC").checker();
  const auto ask = [&] {
    return checker.Ask({kCheck, {PassportOf({})}, {Party("QQA")}, std::string(32, 'i')}).front().consultation;
  };
  domain::ConsultationEvidence said = ask();
  ASSERT_TRUE(said.consulted && said.in_this_epoch && said.complete) << said.failure;
  checker.Rejudge(kCheck, said);
  EXPECT_TRUE(said.in_this_epoch && said.complete) << "nothing has happened";

  domain::ConsultationEvidence later = said;
  const domain::UnixTime now = base().clock().Now();
  base().clock().Set({federation_.plan().End(*said.epoch).seconds + federation_.plan().Skew()});
  checker.Rejudge(kCheck, later);
  EXPECT_FALSE(later.in_this_epoch);
  base().clock().Set(now);

  federation_.blind("QQC").shelf().MarkForked(federation_.Name("QQA", "QQC", kCheck));
  checker.Rejudge(kCheck, said);
  EXPECT_FALSE(said.complete);
  EXPECT_EQ(said.failure, domain::kIndexForked);
  EXPECT_FALSE(said.can_pass_by_itself);
}

// The epoch ends between two tries: who was entered meanwhile is in the next index, which then is the one to ask.
TEST_F(BlindCheckTest, AnswerOfAnEarlierTryEndsWithItsEpoch) {
  base().clock().Set({federation_.plan().Start(federation_.epoch()).seconds + 1});
  federation_.RunKeepers();
  const auto away = [](absl::StatusOr<service::Evaluation>& evaluation) {
    evaluation = absl::UnavailableError("away");
  };
  federation_.index_link().bend_evaluation[Party("QQB")] = away;
  service::CheckInput input = BeforeRemoval({PassportOf({})});
  service::StatusCheck check(base().context("QQC"), BorderOfficer("QQC"), input);
  ASSERT_EQ(check.Try()->decision.outcome, CheckOutcome::kIncomplete);
  Identify({}, {Allow("QQC", kCheck)});
  federation_.NextEpoch();
  federation_.index_link().bend_evaluation.clear();
  const auto second = check.Try();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->decision.outcome, CheckOutcome::kHold) << "and not NO_RECORD by what QQA said an epoch ago";
}

}  // namespace
}  // namespace vsx::test
