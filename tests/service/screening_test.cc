// Screening of many persons between nodes of one process (issue 3, point 6): real indexes, real curve operations.

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <random>
#include <set>
#include <thread>

#include "crypto/blind_query.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/declare_screening.h"
#include "node/service/screening_run.h"
#include "node/service/thread_priority.h"
#include "store/row_key.h"
#include "tests/service/screening_fixture.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::Purpose;
using service::ScreenedRow;
using service::ScreeningRow;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ScreeningTest : public ScreeningFixture {};

TEST_F(ScreeningTest, AnswersAreThoseOfSingleChecks) {
  std::mt19937 draw(7);
  std::vector<ScreeningRow> rows;
  for (int i = 0; i < 45; ++i) {
    const Person person = PersonNumber(i);
    switch (draw() % 4) {
      case 0:
        Identify(person, {Allow("QQC", Purpose::kProtectiveCheck)});
        break;
      case 1:
        Identify(person, {DenyAll("QQC")});
        break;
      case 2:
        Register(base(), "QQC", person);  // an own case
        break;
      default:
        break;  // a stranger
    }
    std::vector<domain::Handle> handles;
    if (draw() % 3 != 0) handles.push_back(PassportOf(person));
    if (handles.empty() || draw() % 2 == 0) handles.push_back(NameOf(person));
    rows.push_back(Row(static_cast<uint32_t>(i + 1), handles));
  }
  federation_.RunKeepers();
  const std::vector<ScreenedRow> screened = Screen(Declare(100), rows);
  ASSERT_THAT(screened, SizeIs(rows.size()));
  int holds = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(screened[i].number, rows[i].number);
    const CheckOutcome single = Check(base(), "QQC", rows[i].handles).decision.outcome;
    EXPECT_NE(single, CheckOutcome::kIncomplete);
    EXPECT_EQ(screened[i].outcome, single) << i;
    holds += single == CheckOutcome::kHold ? 1 : 0;
  }
  EXPECT_GT(holds, 5);
  EXPECT_LT(holds, 40);
  EXPECT_THAT(HitsAtQQC(), SizeIs(static_cast<size_t>(holds)));
}

TEST_F(ScreeningTest, PeersSeeBatchesOf64Or256AndNothingElseOfHowManyThereAre) {
  federation_.RunKeepers();
  const service::Screening screening = Declare(200);
  for (const auto& [persons, elements] : std::vector<std::pair<int, size_t>>{{1, 64}, {8, 64}, {9, 256}, {32, 256}}) {
    std::vector<ScreeningRow> rows;
    for (int i = 0; i < persons; ++i) rows.push_back(Row(1, {PassportOf(PersonNumber(i)), NameOf(PersonNumber(i))}));
    const size_t before = federation_.index_link().SeenBy(Party("QQA")).size();
    Screen(screening, rows);
    const std::vector<SeenEvaluation> seen = federation_.index_link().SeenBy(Party("QQA"));
    ASSERT_EQ(seen.size(), before + 1);
    EXPECT_EQ(seen.back().batch.kind, domain::EvaluationKind::kScreening);
    EXPECT_THAT(seen.back().batch.elements, SizeIs(elements)) << persons;
    EXPECT_THAT(seen.back().batch.elements, Each(SizeIs(32)));
    const std::set<std::string> different(seen.back().batch.elements.begin(), seen.back().batch.elements.end());
    EXPECT_THAT(different, SizeIs(elements));
  }
}

TEST_F(ScreeningTest, RowOfWhomTheyMayNotSeeIsAStrangersRow) {
  const Person excluded = PersonNumber(1);
  const Person withdrawn = PersonNumber(2);
  Identify(excluded, {DenyAll("QQC"), Allow("QQB", Purpose::kProtectiveCheck)});
  const domain::CaseId id = Identify(withdrawn, {Allow("QQC", Purpose::kProtectiveCheck)});
  Withdraw(base(), "QQA", id);
  federation_.RunKeepers();
  const std::vector<ScreenedRow> rows =
      Screen(Declare(10), {Row(1, {PassportOf(excluded), NameOf(excluded)}), Row(2, {PassportOf(withdrawn)}),
                           Row(3, {PassportOf(PersonNumber(3))})});
  EXPECT_THAT(OutcomesOf(rows), Each(CheckOutcome::kNoRecord));
  for (const ScreenedRow& row : rows) {
    EXPECT_EQ(row.checked_at, rows[2].checked_at);
    EXPECT_EQ(row.valid_until, rows[2].valid_until);
    EXPECT_THAT(row.advice, IsEmpty());
    EXPECT_THAT(row.reasons, IsEmpty());
    EXPECT_THAT(row.not_consulted, IsEmpty());
    EXPECT_FALSE(row.can_pass_by_itself);
  }
  EXPECT_THAT(HitsAtQQC(), IsEmpty());
}

// Whatever goes wrong with one Party: whom it might know is not cleared, and whom another knows is held.
TEST_F(ScreeningTest, FailureOfAPartyClearsNobody) {
  const Person known = PersonNumber(1);
  Identify(known, {Allow("QQC", Purpose::kProtectiveCheck)});
  federation_.RunKeepers();
  const service::Screening screening = Declare(100);
  using Bend = std::function<void(absl::StatusOr<service::Evaluation>&)>;
  const std::vector<std::pair<std::string, Bend>> failures = {
      {"PEER_NOT_REACHED",
       [](auto& one) { one = domain::Error(absl::StatusCode::kUnavailable, "PEER_NOT_REACHED", "", ""); }},
      {"BUDGET_EXHAUSTED", [](auto& one) { one = domain::BudgetExhausted({2'000'000'000}); }},
      {"WRONG_EPOCH", [](auto& one) { one = domain::WrongEpoch(domain::Epoch(7)); }},
      {"PROOF_INVALID", [](auto& one) { one->proof[3] ^= 1; }},
      {"PROOF_INVALID", [](auto& one) { std::swap(one->elements[0], one->elements[1]); }},
      {"PROOF_INVALID", [](auto& one) { one->elements.pop_back(); }},
  };
  for (const auto& [reason, bend] : failures) {
    federation_.index_link().bend_evaluation[Party("QQB")] = bend;
    const std::vector<ScreenedRow> rows =
        Screen(screening, {Row(1, {PassportOf(known)}), Row(2, {PassportOf(PersonNumber(2))})});
    EXPECT_THAT(OutcomesOf(rows), ElementsAre(CheckOutcome::kHold, CheckOutcome::kIncomplete)) << reason;
    ASSERT_THAT(rows[1].not_consulted, SizeIs(1)) << reason;
    EXPECT_EQ(rows[1].not_consulted[0].party, Party("QQB"));
    EXPECT_EQ(rows[1].not_consulted[0].reason, reason);
    EXPECT_TRUE(rows[1].can_pass_by_itself) << reason;
    EXPECT_EQ(rows[1].next_capacity_at.has_value(), reason == "BUDGET_EXHAUSTED");
  }
  federation_.index_link().bend_evaluation.clear();
  EXPECT_THAT(OutcomesOf(Screen(screening, {Row(2, {PassportOf(PersonNumber(2))})})),
              ElementsAre(CheckOutcome::kNoRecord));
}

TEST_F(ScreeningTest, IntentStandsInTheAuditLogBeforeAnybodyIsAskedAndOutcomesFollow) {
  Identify(PersonNumber(1), {Allow("QQC", Purpose::kProtectiveCheck)});
  federation_.RunKeepers();
  const service::Screening screening = Declare(10);
  std::string intent_at_the_question;
  federation_.index_link().bend_evaluation[Party("QQA")] = [&](auto&) {
    intent_at_the_question = AuditAt("QQC").back().intent_hash;
  };
  Screen(screening, {Row(1, {PassportOf(PersonNumber(1))}), Row(2, {PassportOf(PersonNumber(2))})});
  EXPECT_EQ(intent_at_the_question, federation_.index_link().SeenBy(Party("QQA")).back().batch.intent_hash);
  const std::vector<statement::AuditEntry> all = AuditAt("QQC");
  std::vector<std::string> said;
  for (const statement::AuditEntry& entry : all) {
    if (entry.method == "DeclareScreening" || entry.method == "Screen")
      said.push_back(entry.method + " " + entry.outcome);
  }
  EXPECT_THAT(said, ElementsAre("DeclareScreening OK", "Screen INTENT", "Screen HOLD", "Screen NO_RECORD"));
}

TEST_F(ScreeningTest, NothingIsAnsweredThatTheAuditLogDoesNotHold) {
  federation_.RunKeepers();
  const service::Screening screening = Declare(10);
  const service::Actor actor = Screener();
  const std::vector<ScreeningRow> rows = {Row(1, {PassportOf(PersonNumber(1))})};
  ASSERT_TRUE(service::ScreenPersons(parts(), actor, screening, rows).ok());  // the exercise's block is reserved
  const int commits_before = base().node("QQC").engine().commits();
  ASSERT_TRUE(service::ScreenPersons(parts(), actor, screening, rows).ok());
  const int commits = base().node("QQC").engine().commits() - commits_before;
  for (int i = 0; i < commits; ++i) {
    base().node("QQC").engine().FailCommitAfter(i);
    const size_t asked = federation_.index_link().SeenBy(Party("QQA")).size();
    EXPECT_FALSE(service::ScreenPersons(parts(), actor, screening, rows).ok()) << i;
    const bool before_the_question = i + 1 < commits;
    EXPECT_EQ(federation_.index_link().SeenBy(Party("QQA")).size() == asked, before_the_question) << i;
  }
}

TEST_F(ScreeningTest, RowsPastTheNumberDeclaredAreAskedOfNobody) {
  Register(base(), "QQC", PersonNumber(3));
  federation_.RunKeepers();
  const std::vector<ScreenedRow> rows =
      Screen(Declare(2), {Row(1, {PassportOf(PersonNumber(1))}), Row(2, {PassportOf(PersonNumber(2))}),
                          Row(3, {PassportOf(PersonNumber(3))})});
  EXPECT_THAT(OutcomesOf(rows),
              ElementsAre(CheckOutcome::kNoRecord, CheckOutcome::kNoRecord, CheckOutcome::kIncomplete));
  EXPECT_THAT(rows[2].reasons, ElementsAre("EXERCISE_USED_UP"));
  EXPECT_FALSE(rows[2].can_pass_by_itself);
}

// Other Parties count whole batches: an agency that sends its rows one by one must not use up what others may have.
TEST_F(ScreeningTest, ListsOfOneRowEndWithTheAgencysShareOfTheDay) {
  federation_.RunKeepers();
  const service::ScreeningParts bounded{parts().node, parts().store, parts().ledger, {40, 0}};
  const auto declared = service::DeclareScreening(bounded, Screener(), {"EX-9", 40, Today()});
  ASSERT_TRUE(declared.ok()) << declared.status();
  const service::Screening screening{*service::OpenExercise(bounded, Screener(), declared->id),
                                     service::NewScreeningStream(bounded), domain::Measure::kRemoval, "REMOVAL",
                                     "IMMIGRATION"};
  const std::vector<ScreeningRow> one = {Row(1, {PassportOf(PersonNumber(1))})};
  const auto asked = [&] { return federation_.index_link().SeenBy(Party("QQA")).size(); };
  const size_t before = asked();
  for (int i = 0; i < 40; ++i) {
    const auto rows = service::ScreenPersons(bounded, Screener(), screening, one);
    ASSERT_TRUE(rows.ok()) << rows.status();
    if (i < 37) {
      EXPECT_EQ(rows->front().outcome, CheckOutcome::kNoRecord) << i;
    } else {
      EXPECT_THAT(rows->front().reasons, ElementsAre("EXERCISE_USED_UP")) << i;
    }
  }
  EXPECT_EQ(asked(), before + 37) << "8 persons each, of 40 and 256";
}

TEST_F(ScreeningTest, ExerciseIsOpenOnItsDayAndToItsAgencyAlone) {
  federation_.RunKeepers();
  const service::Screening screening = Declare(5);
  const domain::ExerciseId id = screening.exercise.exercise.id;
  service::Actor other = Screener();
  other.uri = "vsx://QQC/agency/immigration/other-border";
  EXPECT_EQ(domain::ErrorReason(service::OpenExercise(parts(), other, id).status()), "EXERCISE_UNKNOWN");
  base().clock().Advance(86'400);
  EXPECT_EQ(domain::ErrorReason(service::OpenExercise(parts(), Screener(), id).status()), "EXERCISE_NOT_TODAY");
  const size_t asked = federation_.index_link().SeenBy(Party("QQA")).size();
  const std::vector<ScreenedRow> rows = Screen(screening, {Row(1, {PassportOf(PersonNumber(1))})});
  EXPECT_THAT(rows[0].reasons, ElementsAre("EXERCISE_NOT_TODAY"));
  EXPECT_EQ(rows[0].outcome, CheckOutcome::kIncomplete);
  EXPECT_THAT(federation_.index_link().SeenBy(Party("QQA")), SizeIs(asked));
}

// Other Parties count by their own clocks, and have few days a month too.
TEST_F(ScreeningTest, NoBatchLeavesThatCouldCountForADayThatIsNotDeclared) {
  base().clock().Set({June(10).Start().seconds + 43'200});
  const service::Screening screening = Declare(100);
  const auto open_at = [&](int64_t second_of_the_day) {
    base().clock().Set({June(10).Start().seconds + second_of_the_day});
    const absl::Status opened = service::OpenExercise(parts(), Screener(), screening.exercise.exercise.id).status();
    const size_t asked = AuditAt("QQC").size();
    const std::vector<std::string> reasons = Screen(screening, {Row(1, {PassportOf(PersonNumber(1))})})[0].reasons;
    const bool open = std::ranges::find(reasons, "EXERCISE_NOT_TODAY") == reasons.end();
    EXPECT_EQ(open ? "" : "EXERCISE_NOT_TODAY", domain::ErrorReason(opened));
    EXPECT_EQ(AuditAt("QQC").size(), asked + (open ? 2 : 1)) << "the intent before Parties are asked, the row after";
    return open;
  };
  EXPECT_FALSE(open_at(0));
  EXPECT_FALSE(open_at(119));
  EXPECT_TRUE(open_at(120));
  EXPECT_TRUE(open_at(86'400 - 181));
  EXPECT_FALSE(open_at(86'400 - 180));
  EXPECT_FALSE(open_at(86'399));
  ASSERT_TRUE(DeclareAt("police/b", 1, June(11)).ok());
  EXPECT_TRUE(open_at(86'399)) << "that day is taken already";
  EXPECT_FALSE(open_at(0)) << "the day before is not";
  base().clock().Set(June(9).Start());
  ASSERT_TRUE(DeclareAt("police/b", 1, June(9)).ok());
  EXPECT_TRUE(open_at(0));
  EXPECT_FALSE(open_at(86'400));
}

TEST_F(ScreeningTest, HoldSaysNothingOfWhatWasFoundAndTheBodyGetsIt) {
  const Person adult = PersonNumber(1);
  const Person child{.name = "Contoh Anak", .birth_date = "2020-01-01", .passport = "XX0000009"};
  Identify(adult, {Allow("QQC", Purpose::kProtectiveCheck)});
  domain::CaseFacts facts = FactsOf(child);
  facts.age_class = domain::AgeClass::kChild;
  ASSERT_TRUE(service::RegisterCase(base().context("QQC"), CaseOfficer("QQC"), facts, "").ok());
  federation_.RunKeepers();
  const service::Screening screening = Declare(10);
  const std::vector<ScreenedRow> rows =
      Screen(screening, {Row(7, {PassportOf(adult)}), Row(9, {NameOf(child)}), Row(11, {NameOf(adult)})});
  EXPECT_THAT(OutcomesOf(rows), Each(CheckOutcome::kHold));
  for (const ScreenedRow& row : rows) {
    EXPECT_EQ(row.advice, rows[0].advice) << "found by passport, a child, by name alone: all the same";
    EXPECT_THAT(row.not_consulted, IsEmpty());
  }
  const std::vector<domain::ScreeningHit> hits = HitsAtQQC();
  ASSERT_THAT(hits, SizeIs(3));
  EXPECT_EQ(hits[0].row, 7U);
  EXPECT_EQ(hits[0].exercise, screening.exercise.exercise.id);
  EXPECT_EQ(hits[0].agency, Screener().uri);
  EXPECT_EQ(hits[0].officer, "im-4");
  EXPECT_EQ(hits[0].file_number, "EX-9");
  ASSERT_THAT(hits[0].matches, SizeIs(1));
  EXPECT_EQ(hits[0].matches[0].evidence.issuer, Party("QQA"));
  EXPECT_EQ(hits[0].matches[0].evidence.status, domain::CaseStatus::kIdentified);
  EXPECT_EQ(hits[0].matches[0].evidence.contact_desk_id->value(), "duty-desk");
  EXPECT_THAT(hits[0].matches[0].evidence.attestation_id, IsEmpty());
  EXPECT_EQ(hits[2].matches[0].mark, domain::HandleMark::kPossible);
  EXPECT_EQ(hits[1].matches[0].evidence.source, domain::MatchSource::kOwnCase);
  EXPECT_EQ(hits[1].matches[0].evidence.age_class, domain::AgeClass::kUnknown) << "an own case is looked up";
  for (const auto& [key, value] : AllRows(base().context("QQC").engine)) {
    EXPECT_EQ(value.find("EX-9"), std::string::npos) << "everything of an exercise is sealed";
  }
}

// Demand 71: other counter-trafficking agencies read hits too, and may not learn that there is such a case.
TEST_F(ScreeningTest, CaseForNamedAgenciesIsAHoldForThemAndKeptForNobody) {
  domain::CaseFacts facts = FactsOf(PersonNumber(1));
  facts.protected_for_agencies = {Screener().agency, "counter-trafficking/example-body"};
  ASSERT_TRUE(service::RegisterCase(base().context("QQC"), CaseOfficer("QQC"), facts, "").ok());
  Register(base(), "QQC", PersonNumber(2));
  federation_.RunKeepers();
  const auto rows = Screen(Declare(2), {Row(1, {PassportOf(PersonNumber(1))}), Row(2, {PassportOf(PersonNumber(2))})});
  EXPECT_THAT(OutcomesOf(rows), ElementsAre(CheckOutcome::kHold, CheckOutcome::kHold));
  const std::vector<domain::ScreeningHit> hits = HitsAtQQC();
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_EQ(hits[0].row, 2U);
}

// Whoever asked to be told who looked is told of a screening too.
TEST_F(ScreeningTest, HitIsNoticedWhereSheAskedForIt) {
  const Person person = PersonNumber(1);
  Identify(person, {Allow("QQC", Purpose::kProtectiveCheck), Allow("QQC", Purpose::kAccessNotice)});
  federation_.RunKeepers();
  const auto pending = [&] {
    const auto snapshot = base().context("QQC").engine.TakeSnapshot();
    return snapshot->Scan(store::Table::kOutbox, store::PendingAccessNoticePrefix(Party("QQA")), "", 10)
        .value()
        .rows.size();
  };
  EXPECT_EQ(pending(), 0U);
  EXPECT_THAT(OutcomesOf(Screen(Declare(1), {Row(1, {PassportOf(person)})})), ElementsAre(CheckOutcome::kHold));
  EXPECT_EQ(pending(), 1U);
}

TEST_F(ScreeningTest, WhatIsFoundIsForgottenAfterThirtyDays) {
  Register(base(), "QQC", PersonNumber(1));
  const service::Screening screening = Declare(5);
  Screen(screening, {Row(1, {PassportOf(PersonNumber(1))})});
  base().clock().Advance(30 * 86'400);
  EXPECT_EQ(service::ForgetOldScreenings(parts()).value(), 0);
  EXPECT_THAT(HitsAtQQC(), SizeIs(1));
  base().clock().Advance(86'400);
  base().node("QQC").engine().FailCommitAfter(0);  // the key is gone, the rows are not
  EXPECT_FALSE(service::ForgetOldScreenings(parts()).ok());
  EXPECT_THAT(HitsAtQQC(), IsEmpty());
  EXPECT_EQ(service::ForgetOldScreenings(parts()).value(), 1);
  EXPECT_EQ(service::ForgetOldScreenings(parts()).value(), 0);
  EXPECT_TRUE(absl::IsNotFound(service::OpenExercise(parts(), Screener(), screening.exercise.exercise.id).status()));
}

// Whoever sends rows as people step off a bus hears of the first ones before there are more.
TEST_F(ScreeningTest, BatchThatIsDoneIsDeliveredWithoutFurtherRows) {
  federation_.RunKeepers();
  const service::Screening screening = Declare(40);
  const service::Actor actor = Screener();
  std::promise<size_t> delivered;
  service::ScreeningRun run(parts(), actor, screening, [&](const std::vector<ScreenedRow>& rows) {
    delivered.set_value(rows.size());
    return absl::OkStatus();
  });
  for (uint32_t row = 1; row <= 32; ++row) {
    ASSERT_TRUE(run.Add(Row(row, {PassportOf(PersonNumber(static_cast<int>(row)))})).ok());
  }
  std::future<size_t> rows = delivered.get_future();
  ASSERT_EQ(rows.wait_for(std::chrono::seconds(60)), std::future_status::ready);
  EXPECT_EQ(rows.get(), 32U);
}

// What a batch itself computes waits, as its curve's work does, for whoever stands at a desk.
TEST_F(ScreeningTest, BatchesRunOnThreadsThatYieldToSingleChecks) {
  federation_.RunKeepers();
  const service::Screening screening = Declare(40);
  const service::Actor actor = Screener();
  const auto niceness = [] { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid())); };
  const int before = niceness();
  int yielding = before;
  std::thread([&] {
    service::YieldToOthers();
    yielding = niceness();
  }).join();
  std::vector<int> of_batches;
  service::ScreeningRun run(parts(), actor, screening, [&](const std::vector<ScreenedRow>&) {
    of_batches.push_back(niceness());
    return absl::OkStatus();
  });
  for (uint32_t row = 1; row <= 33; ++row) ASSERT_TRUE(run.Add(Row(row, {PassportOf(PersonNumber(1))})).ok());
  ASSERT_TRUE(run.Finish().ok());
  EXPECT_THAT(of_batches, ElementsAre(yielding, yielding));
  EXPECT_EQ(niceness(), before) << "whoever reads the rows goes on as before";
}

TEST_F(ScreeningTest, WhatIsUnansweredIsBoundedHoweverLongTheListIs) {
  const service::Screening screening = Declare(2'000);
  const service::Actor actor = Screener();
  size_t answered = 0;
  service::ScreeningRun run(parts(), actor, screening, [&](const std::vector<ScreenedRow>& rows) {
    answered += rows.size();
    return absl::OkStatus();
  });
  size_t most = 0;
  for (uint32_t i = 1; i <= 1'000; ++i) {
    ASSERT_TRUE(run.Add(Row(i, {PassportOf(PersonNumber(1))})).ok());
    most = std::max(most, i - answered);
  }
  EXPECT_LT(most, 128U);
  ASSERT_TRUE(run.Finish().ok());
  EXPECT_EQ(answered, 1'000U);
}

TEST_F(ScreeningTest, ExerciseGoesOnOverTheEndOfAnEpoch) {
  const Person known = PersonNumber(1);
  Identify(known, {Allow("QQC", Purpose::kProtectiveCheck)});
  federation_.RunKeepers();
  const service::Screening screening = Declare(50);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(OutcomesOf(Screen(screening, {Row(1, {PassportOf(known)}), Row(2, {PassportOf(PersonNumber(2))})})),
                ElementsAre(CheckOutcome::kHold, CheckOutcome::kNoRecord));
    federation_.NextEpoch();
  }
}

// An exercise is not of one list: rows of the same number are other persons.
TEST_F(ScreeningTest, SecondListOfAnExerciseReplacesNothingThatTheFirstOneFound) {
  Identify(PersonNumber(1), {Allow("QQC", Purpose::kProtectiveCheck)});
  Register(base(), "QQC", PersonNumber(2));
  federation_.RunKeepers();
  service::Screening screening = Declare(50);
  const domain::ScreeningStreamId first = screening.stream;
  Screen(screening, {Row(3, {PassportOf(PersonNumber(1))})});
  screening.stream = service::NewScreeningStream(parts());
  Screen(screening, {Row(3, {PassportOf(PersonNumber(2))})});
  ASSERT_THAT(HitsAtQQC(), SizeIs(2));
  EXPECT_NE(screening.stream, first);
  for (const domain::ScreeningHit& hit : HitsAtQQC()) {
    EXPECT_EQ(hit.row, 3U);
    EXPECT_EQ(hit.matches[0].evidence.issuer, Party(hit.stream == first ? "QQA" : "QQC"));
  }
}

// At whoever evaluates too: a list that is worked through holds up nobody who stands at a desk.
TEST_F(ScreeningTest, SingleCheckIsAnsweredWhileBatchesWait) {
  Identify(PersonNumber(1), {Allow("QQC", Purpose::kProtectiveCheck)});
  federation_.RunKeepers();
  const service::Screening screening = Declare(100);
  const service::Actor actor = Screener();
  const std::vector<ScreeningRow> rows(32, Row(1, {PassportOf(PersonNumber(1))}));
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  service::CryptoPool& evaluating = federation_.blind("QQA").pool();
  for (size_t i = 0; i < evaluating.size(); ++i) {
    evaluating.Run(service::CryptoPriority::kBulk, [released] { released.wait(); });
  }
  auto batch = std::async(std::launch::async, [&] { return service::ScreenPersons(parts(), actor, screening, rows); });
  EXPECT_EQ(OutcomeAt(base(), "QQC", PersonNumber(1)), CheckOutcome::kHold);
  EXPECT_EQ(batch.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  release.set_value();
  EXPECT_THAT(OutcomesOf(batch.get().value()), Each(CheckOutcome::kHold));
}

TEST_F(ScreeningTest, PartyHasABoundedNumberOfBatchesEvaluatedAtOnce) {
  federation_.RunKeepers();
  BlindNode& issuer = federation_.blind("QQA");
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  for (size_t i = 0; i < issuer.pool().size(); ++i) {
    issuer.pool().Run(service::CryptoPriority::kBulk, [released] { released.wait(); });
  }
  const domain::IndexName name = federation_.Name("QQA", "QQC", Purpose::kProtectiveCheck);
  const auto query = crypto::BlindQuery::Create({"vsx"}, 64, issuer.parts().random).value();
  const service::BlindedBatch batch{domain::EvaluationKind::kScreening, std::string(32, 'i'), query.elements()};
  std::vector<std::future<absl::Status>> answers;
  for (int i = 0; i <= service::IssuedIndexes::kBatchesOfAParty; ++i) {
    answers.push_back(std::async(std::launch::async, [&] {
      return issuer.issued().Evaluate({Party("QQC"), "vsx://QQC/node/1"}, name, batch).status();
    }));
  }
  // Nothing is evaluated before `release`: the one too many is the only one that is answered.
  const auto answered = [](const std::future<absl::Status>& one) {
    return one.wait_for(std::chrono::milliseconds(1)) == std::future_status::ready;
  };
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::none_of(answers.begin(), answers.end(), answered) && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
  release.set_value();
  std::vector<std::string> reasons;
  for (std::future<absl::Status>& one : answers) reasons.push_back(domain::ErrorReason(one.get()));
  std::sort(reasons.begin(), reasons.end());
  EXPECT_EQ(reasons.back(), "TOO_MANY_BATCHES");
  EXPECT_EQ(std::count(reasons.begin(), reasons.end(), ""), service::IssuedIndexes::kBatchesOfAParty);
}

TEST_F(ScreeningTest, PeersBudgetIsCountedInPersonsOfABatch) {
  BlindOptions options = Options();
  options.rates.screening = *domain::BudgetRate::Create(40, 0);
  BlindFederation federation(options);
  federation.RunKeepers();
  const service::ScreeningParts& few = federation.base().node("QQC").screening_parts();
  const auto day = domain::CivilDate::FromTime(federation.base().clock().Now());
  const auto declared = service::DeclareScreening(few, Screener(), {"EX-1", 100, day});
  service::Screening screening{*service::OpenExercise(few, Screener(), declared->id), service::NewScreeningStream(few),
                               domain::Measure::kRemoval, "REMOVAL", "IMMIGRATION"};
  std::vector<ScreeningRow> rows(32, Row(1, {PassportOf(PersonNumber(1))}));
  auto first = service::ScreenPersons(few, Screener(), screening, rows);
  EXPECT_THAT(OutcomesOf(*first), Each(CheckOutcome::kNoRecord));
  auto second = service::ScreenPersons(few, Screener(), screening, rows);
  EXPECT_THAT(OutcomesOf(*second), Each(CheckOutcome::kIncomplete));
  EXPECT_EQ((*second)[0].not_consulted[0].reason, "BUDGET_EXHAUSTED");
  EXPECT_TRUE((*second)[0].next_capacity_at.has_value());
}

}  // namespace
}  // namespace vsx::test
