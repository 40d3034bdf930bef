// A check that stays open (protocol §4): who is asked again, and when.

#include "node/service/await_status.h"

#include "gmock/gmock.h"
#include "node/statement/audit_entry.h"
#include "node/statement/check_receipt.h"
#include "store/audit_log.h"
#include "tests/service/open_check_fixture.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class AwaitStatusTest : public OpenCheckTest {
 protected:
  AwaitStatusTest() : OpenCheckTest({.officer_rates = service::OfficerRates()}) {}

  static std::vector<int64_t> SecondsUntil(const std::vector<std::optional<domain::UnixTime>>& times, int64_t start) {
    std::vector<int64_t> seconds;
    for (const auto& time : times) seconds.push_back(time.has_value() ? time->seconds - start : -1);
    return seconds;
  }
};

TEST_F(AwaitStatusTest, WhatIsCompleteIsFinalAtOnce) {
  PatientReceiver receiver(federation_, 0);
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_THAT(receiver.outcomes, ElementsAre(CheckOutcome::kNoRecord));
  EXPECT_THAT(receiver.next, ElementsAre(std::nullopt));
}

TEST_F(AwaitStatusTest, AsksOnlyThoseWhoAreMissingAgain) {
  missing_ = {"QQC"};
  PatientReceiver receiver(federation_, 3);
  const int64_t start = federation_.clock().Now().seconds;
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_THAT(Asked(), ElementsAre("QQB QQC", "QQC", "QQC", "QQC"));
  EXPECT_THAT(SecondsUntil(receiver.next, start), ElementsAre(30, 90, 210, 450)) << "30 s, doubling";
  EXPECT_THAT(receiver.receipts, SizeIs(4)) << "each try has a receipt of its own";
}

TEST_F(AwaitStatusTest, AnswerComesOnceTheMissingPartyDoes) {
  missing_ = {"QQC"};
  match_at_ = "QQC";
  PatientReceiver receiver(federation_, 10);
  const auto unreachable = checker().answer;
  checker().answer = [&](const service::BlindQuestion& question, const domain::PartyCode& party) {
    if (receiver.outcomes.size() == 2) missing_.clear();
    return unreachable(question, party);
  };
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_THAT(receiver.outcomes,
              ElementsAre(CheckOutcome::kIncomplete, CheckOutcome::kIncomplete, CheckOutcome::kHold));
  EXPECT_EQ(receiver.next.back(), std::nullopt);
}

TEST_F(AwaitStatusTest, MatchOfAnEarlierTryIsNotLost) {
  match_at_ = "QQB";
  missing_ = {"QQC"};
  PatientReceiver receiver(federation_, 10);
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_THAT(receiver.outcomes, ElementsAre(CheckOutcome::kHold)) << "final, although QQC is missing";
}

TEST_F(AwaitStatusTest, NobodyIsAskedBeforeTheTimeThatItNamed) {
  missing_ = {"QQB", "QQC"};
  const int64_t start = federation_.clock().Now().seconds;
  next_capacity_ = {{"QQB", start + 900}};
  PatientReceiver receiver(federation_, 5);
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_THAT(Asked(), ElementsAre("QQB QQC", "QQC", "QQC", "QQC", "QQC", "QQB QQC"))
      << "it named 900 s, and the try after it is at 930";
}

TEST_F(AwaitStatusTest, WhereAllNamedATimeNothingIsTriedBefore) {
  missing_ = {"QQB", "QQC"};
  const int64_t start = federation_.clock().Now().seconds;
  next_capacity_ = {{"QQB", start + 1'200}, {"QQC", start + 700}};
  PatientReceiver receiver(federation_, 1);
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_EQ(receiver.next.front(), domain::UnixTime{start + 700});
  EXPECT_THAT(Asked(), ElementsAre("QQB QQC", "QQC"));
}

// An index serves for its epoch: who answered in one that is over must be asked again before NO_RECORD.
TEST_F(AwaitStatusTest, AnswersOfAnEpochThatIsOverAreAskedForAgain) {
  missing_ = {"QQC"};
  PatientReceiver receiver(federation_, 1);
  const auto plan = federation_.context("QQA").trust.epoch_plan();
  const domain::UnixTime end = plan.End(plan.At(federation_.clock().Now()));
  next_capacity_ = {{"QQC", end.seconds + plan.Skew() + 1}};
  federation_.clock().Set({end.seconds - 60});
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_THAT(Asked(), ElementsAre("QQB QQC", "QQB QQC"));
}

TEST_F(AwaitStatusTest, FromTheEndOfTheEpochOnNotOnlyFromTheEndOfItsSkew) {
  missing_ = {"QQC"};
  PatientReceiver receiver(federation_, 1);
  const auto plan = federation_.context("QQA").trust.epoch_plan();
  federation_.clock().Set({plan.End(plan.At(federation_.clock().Now())).seconds - 1});
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_THAT(Asked(), ElementsAre("QQB QQC", "QQB QQC"));
}

TEST_F(AwaitStatusTest, PartialDateIsNoReasonToAskAgain) {
  PatientReceiver receiver(federation_, 10);
  ASSERT_TRUE(Await(receiver, 86'400, /*partial_date=*/true).ok());
  EXPECT_THAT(receiver.outcomes, ElementsAre(CheckOutcome::kIncomplete));
  EXPECT_EQ(receiver.next.back(), std::nullopt);
}

TEST_F(AwaitStatusTest, EndsWhenTheAnswerIsOfNoUseAnyMore) {
  missing_ = {"QQC"};
  PatientReceiver receiver(federation_, 100);
  const int64_t start = federation_.clock().Now().seconds;
  ASSERT_TRUE(Await(receiver, 100).ok());
  EXPECT_THAT(SecondsUntil(receiver.next, start), ElementsAre(30, 90, -1));
}

TEST_F(AwaitStatusTest, OneStreamIsServedForHalfAnHourAndNamesTheNextTry) {
  missing_ = {"QQC"};
  PatientReceiver receiver(federation_, 100);
  const int64_t start = federation_.clock().Now().seconds;
  ASSERT_TRUE(Await(receiver).ok());
  EXPECT_LE(federation_.clock().Now().seconds, start + service::kLongestWaitSeconds);
  ASSERT_TRUE(receiver.next.back().has_value());
  EXPECT_GT(receiver.next.back()->seconds, start + service::kLongestWaitSeconds);
}

TEST_F(AwaitStatusTest, NobodyIsAskedForACallerWhoHasGone) {
  missing_ = {"QQC"};
  PatientReceiver receiver(federation_, 100);
  receiver.gone = true;
  EXPECT_EQ(Await(receiver).code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(Asked(), SizeIs(1));
  PatientReceiver impatient(federation_, 0);
  ASSERT_TRUE(Await(impatient).ok());
  EXPECT_THAT(Asked(), SizeIs(2));
}

// However often it is tried, the check is one of the officer's; and one whose checks are used up is told when to go on.
TEST_F(AwaitStatusTest, OfficersBudgetIsTakenOnceAndWaitedFor) {
  missing_ = {"QQC"};
  PatientReceiver first(federation_, 4);
  ASSERT_TRUE(Await(first).ok());
  ASSERT_THAT(first.outcomes, SizeIs(5));
  const service::OfficerRates rates;
  for (uint64_t used = 1; used < rates.absent.burst(); ++used) {
    PatientReceiver once(federation_, 0);
    ASSERT_TRUE(Await(once).ok());
  }
  const size_t asked = Asked().size();
  missing_.clear();
  PatientReceiver waiting(federation_, 1);
  ASSERT_TRUE(Await(waiting).ok());
  EXPECT_THAT(waiting.outcomes, ElementsAre(CheckOutcome::kIncomplete))
      << "the next one is more than half an hour away";
  ASSERT_TRUE(waiting.next.front().has_value());
  EXPECT_THAT(Asked(), SizeIs(asked)) << "nobody is asked";
  federation_.clock().Set(*waiting.next.front());
  PatientReceiver later(federation_, 0);
  ASSERT_TRUE(Await(later).ok());
  EXPECT_THAT(later.outcomes, ElementsAre(CheckOutcome::kNoRecord));
}

// Its first question is due at a second too, and cover checks begin at any moment of one.
TEST_F(AwaitStatusTest, WhoWaitsForABudgetAsksAtAnyMomentOfASecond) {
  TestFederation federation({.officer_rates = {.agency = *domain::BudgetRate::Create(1, 1'440)}});
  const service::NodeContext& node = federation.context("QQA");
  ASSERT_TRUE(service::CheckStatus(node, BorderOfficer("QQA"), BeforeRemoval({PassportOf({})})).ok());
  std::set<int64_t> tenths;
  for (int i = 0; i < 100; ++i) {
    service::StatusCheck check(node, BorderOfficer("QQA"), BeforeRemoval({PassportOf({})}));
    ASSERT_TRUE(check.Try().ok());
    ASSERT_TRUE(check.NextTryAt().has_value());
    EXPECT_EQ(domain::SecondOf(*check.NextTryAt()).seconds, federation.clock().Now().seconds + 60);
    tenths.insert(check.NextTryAt()->time_since_epoch() / milliseconds(100) % 10);
  }
  EXPECT_THAT(tenths, SizeIs(10));
}

// Looks at a clock that is set meanwhile, and ends at the moment itself.
TEST_F(AwaitStatusTest, PausesEndAtTheMoment) {
  FakeClock clock(1'000);
  const domain::FineTime moment{std::chrono::milliseconds(1'031'050)};
  clock.AdvanceBy(std::chrono::milliseconds(123));
  std::vector<std::chrono::microseconds> pauses;
  const auto pause = [&](std::chrono::microseconds time) {
    pauses.push_back(time);
    clock.AdvanceBy(time);
    if (pauses.size() == 2) clock.Advance(30);  // it was behind
    return true;
  };
  EXPECT_TRUE(service::WaitForTry(clock, moment, pause));
  EXPECT_THAT(pauses, ElementsAre(milliseconds(200), milliseconds(200), milliseconds(200), milliseconds(200),
                                  milliseconds(127)));
  EXPECT_EQ(clock.FineNow(), moment);
  clock.Advance(1);
  EXPECT_TRUE(service::WaitForTry(clock, moment, pause));
  EXPECT_EQ(pauses.back(), milliseconds(0)) << "it is over";
  for (const int64_t when : {-1, 1}) {
    EXPECT_FALSE(service::WaitForTry(clock, clock.FineNow() + milliseconds(when), [](auto) { return false; }))
        << "nobody waits";
  }
}

// Rule 7: every question stands in the audit log before it is asked, and every answer before it is given.
TEST_F(AwaitStatusTest, EveryTryHasItsIntentAndItsOutcomeInTheAuditLog) {
  missing_ = {"QQC"};
  const uint64_t before = store::ReadAuditHead(*federation_.context("QQA").engine.TakeSnapshot())->number;
  PatientReceiver receiver(federation_, 2);
  ASSERT_TRUE(Await(receiver).ok());
  std::vector<std::string> words;
  const auto snapshot = federation_.context("QQA").engine.TakeSnapshot();
  const auto rows = store::ReadAudit(*snapshot, before, store::kMaxPageRows);
  ASSERT_TRUE(rows.ok());
  for (const store::AuditEntry& row : *rows) {
    const auto entry = statement::DecodeAuditEntry(row.body);
    ASSERT_TRUE(entry.ok());
    if (entry->method == "AwaitStatus") words.push_back(entry->outcome);
  }
  EXPECT_THAT(words, ElementsAre("INTENT", "INCOMPLETE", "INTENT", "INCOMPLETE", "INTENT", "INCOMPLETE"));
  const std::vector<service::BlindQuestion> questions = checker().questions();
  EXPECT_NE(questions[0].intent_hash, questions[1].intent_hash);
}

// What gives an intent's hash is in the receipt only of a try that had one.
TEST_F(AwaitStatusTest, TryThatAsksNobodyHasNoIntentToShow) {
  checker().clock_sane = false;
  const service::NodeContext& node = federation_.context("QQA");
  service::StatusCheck check(node, BorderOfficer("QQA"), BeforeRemoval({PassportOf({})}), domain::Method::kAwaitStatus);
  const auto salt_of_a_try = [&] {
    const auto answer = check.Try();
    EXPECT_TRUE(answer.ok()) << answer.status();
    const auto receipt = statement::VerifyCheckReceipt(node.trust, answer->receipt_envelope, node.clock.Now());
    EXPECT_TRUE(receipt.ok()) << receipt.status();
    return receipt->content.intent_salt;
  };
  EXPECT_EQ(salt_of_a_try().size(), 32u);
  EXPECT_EQ(salt_of_a_try(), "") << "all have answered";
  EXPECT_THAT(Asked(), ElementsAre("QQB QQC"));
}

}  // namespace
}  // namespace vsx::test
