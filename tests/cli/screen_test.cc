#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kHeading[] = "document_type,issuing_state,document_number,name,birth_date\r\n";

// A row that the fake knows is told by its document number.
v1::ScreeningAnswer AnswerTo(const v1::ScreeningRow& row) {
  v1::ScreeningAnswer answer;
  answer.set_row(row.row());
  const std::string& number = row.person().document().number();
  if (absl::StartsWith(number, "HOLD")) {
    answer.set_outcome(v1::CHECK_OUTCOME_HOLD);
    answer.add_advice_codes("PAUSE_REMOVAL");
  } else if (absl::StartsWith(number, "INCOMPLETE")) {
    answer.set_outcome(v1::CHECK_OUTCOME_INCOMPLETE);
    answer.set_can_pass_by_itself(true);
    answer.add_not_consulted()->set_party("XXB");
    answer.mutable_not_consulted(0)->set_reason("PEER_NOT_REACHED");
    answer.set_next_capacity_at(kTestNow);
  } else if (absl::StartsWith(number, "WRONG")) {
    answer.set_fault_reason("DOCUMENT_NUMBER_INVALID");
    answer.set_fault_field("person.document.number");
  } else {
    answer.set_outcome(v1::CHECK_OUTCOME_NO_RECORD);
  }
  answer.set_checked_at(kTestNow);
  answer.set_valid_until(kTestNow + 3600);
  answer.set_stream_id(std::string(16, '\xab'));
  return answer;
}

const std::string kAskedIn = "abababababababababababababababab";

class ScreenTest : public CliTest {
 protected:
  ScreenTest() {
    BecomeAgency("immigration");
    node_->screening.answer_row = AnswerTo;
  }

  std::vector<std::string> Arguments(const std::string& list, const std::string& results,
                                     std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"screen",  Path(list), "--exercise",  kCaseId,     "--measure",
                                          "removal", "--stage",  "immigration", "--results", Path(results)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  // Numbers of the rows that the node was asked about since the last call.
  std::vector<uint32_t> RowsAsked() {
    std::vector<uint32_t> rows;
    for (const v1::ScreenRequest& request : node_->screening.TakeRequests()) {
      if (request.has_row()) rows.push_back(request.row().row());
    }
    return rows;
  }

  std::vector<std::string> Lines(const std::string& name) {
    return absl::StrSplit(Read(name), absl::ByAnyChar("\r\n"), absl::SkipEmpty());
  }
};

TEST_F(ScreenTest, AnswersStandByRowNumberAndNobodyByName) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,HOLD1,Sampel Satu,1990-01-01\r\n", "P,XXB,AA2,,\r\n",
                                "P,XXB,INCOMPLETE3,,\r\n", "P,XXB,WRONG4,,\r\n", ",,,Sampel Lima,1990\r\n"));
  const CliResult result = Run(Arguments("list.csv", "answers.csv"));
  EXPECT_EQ(result.code, 10) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("5 rows: 1 HOLD, 2 NO RECORD, 1 INCOMPLETE, 1 that cannot be asked about"),
                                HasSubstr("STOP the measure for these rows")));
  EXPECT_THAT(
      Lines("answers.csv"),
      ElementsAre(
          "row,outcome,can_pass_by_itself,not_consulted,reasons,next_capacity_at,advice,checked_at,valid_until,"
          "fault,fault_column,asked",
          testing::MatchesRegex(
              absl::StrCat("0,LIST,,,,,,,,,,", kCaseId, " MEASURE_REMOVAL STAGE_IMMIGRATION [0-9a-f]+ [0-9a-f]+")),
          "1,HOLD,,,,,PAUSE_REMOVAL,2026-01-01 00:00 UTC,2026-01-01 01:00 UTC,,," + kAskedIn,
          "2,NO_RECORD,,,,,,2026-01-01 00:00 UTC,2026-01-01 01:00 UTC,,," + kAskedIn,
          "3,INCOMPLETE,yes,XXB:PEER_NOT_REACHED,,2026-01-01 00:00 UTC,,2026-01-01 00:00 UTC,"
          "2026-01-01 01:00 UTC,,," +
              kAskedIn,
          "4,FAULT,,,,,,2026-01-01 00:00 UTC,2026-01-01 01:00 UTC,DOCUMENT_NUMBER_INVALID,document_number," + kAskedIn,
          "5,NO_RECORD,,,,,,2026-01-01 00:00 UTC,2026-01-01 01:00 UTC,,," + kAskedIn));
  for (const std::string text : {"Sampel", "HOLD1", "AA2", "1990"}) {
    EXPECT_THAT(Read("answers.csv"), Not(HasSubstr(text)));
    EXPECT_THAT(result.out + result.err, Not(HasSubstr(text)));
  }
  EXPECT_EQ(std::filesystem::status(Path("answers.csv")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const std::vector<v1::ScreenRequest> requests = node_->screening.TakeRequests();
  ASSERT_THAT(requests, SizeIs(6));
  EXPECT_EQ(requests[0].opening().exercise_id(), CaseIdBytes());
  EXPECT_EQ(requests[0].opening().context().purpose(), v1::ACCESS_PURPOSE_SCREENING);
  EXPECT_EQ(requests[0].opening().context().officer(), "B-17");
  EXPECT_EQ(requests[0].opening().measure(), v1::MEASURE_REMOVAL);
  EXPECT_EQ(requests[1].row().also_named().name(), "Sampel Satu");
  EXPECT_EQ(requests[1].row().person().document().number(), "HOLD1");
  EXPECT_FALSE(requests[2].row().has_also_named());
  EXPECT_EQ(requests[5].row().person().biographic().birth_date(), "1990");
}

TEST_F(ScreenTest, ExitCodeIsThatOfTheWorstRow) {
  const auto run = [&](const std::string& number) {
    File("list.csv", absl::StrCat("document_number,issuing_state,document_type\n", number, ",XXB,P\nAA2,XXB,P\n"));
    std::filesystem::remove(Path("answers.csv"));
    return Run(Arguments("list.csv", "answers.csv")).code;
  };
  EXPECT_EQ(run("AA1"), 0);
  EXPECT_EQ(run("HOLD1"), 10);
  EXPECT_EQ(run("INCOMPLETE1"), 11);
  EXPECT_EQ(run("WRONG1"), 11) << "nobody was asked about that row";
}

TEST_F(ScreenTest, SecondRunGoesOnWithWhatIsOpen) {
  std::string list = kHeading;
  for (int i = 1; i <= 20; ++i) absl::StrAppend(&list, "P,XXB,AA", i, ",,\n");
  File("list.csv", list);
  node_->screening.rows_until_gone = 5;
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 3);
  EXPECT_THAT(Lines("answers.csv"), SizeIs(2 + 5)) << "what was answered stands";
  RowsAsked();
  // As if the program had died in the middle of a line.
  File("answers.csv", Read("answers.csv").substr(0, Read("answers.csv").size() - 7));
  node_->screening.rows_until_gone = SIZE_MAX;
  const CliResult result = Run(Arguments("list.csv", "answers.csv"));
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(RowsAsked(), ElementsAre(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20));
  EXPECT_THAT(Lines("answers.csv"), SizeIs(2 + 20));
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 0);
  EXPECT_THAT(RowsAsked(), IsEmpty()) << "nothing is open any more";
}

TEST_F(ScreenTest, IncompleteRowsAreAskedAgainWhenThatIsWanted) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\nP,XXB,INCOMPLETE2,,\nP,XXB,HOLD3,,\n"));
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 10);
  RowsAsked();
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 10);
  EXPECT_THAT(RowsAsked(), IsEmpty());
  node_->screening.answer_row = [](const v1::ScreeningRow& row) {
    v1::ScreeningAnswer answer;
    answer.set_row(row.row());
    answer.set_outcome(v1::CHECK_OUTCOME_NO_RECORD);
    return answer;
  };
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv", {"--retry-incomplete"})).code, 10);
  EXPECT_THAT(RowsAsked(), ElementsAre(2));
  EXPECT_THAT(Lines("answers.csv"), SizeIs(2 + 3)) << "one line a row";
}

TEST_F(ScreenTest, OnATerminalItOffersToAskAgain) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,INCOMPLETE1,,\n"));
  const CliResult result = Run(Arguments("list.csv", "answers.csv"), "yes\nno\n", /*interactive=*/true);
  EXPECT_EQ(result.code, 11);
  EXPECT_THAT(RowsAsked(), ElementsAre(1, 1));
  EXPECT_THAT(result.err, AllOf(HasSubstr("Ask about the INCOMPLETE rows again now?"), HasSubstr("] 1/1  HOLD 0")));
}

TEST_F(ScreenTest, OutcomeThatThisVersionDoesNotKnowIsNoPermission) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\n"));
  node_->screening.answer_row = [](const v1::ScreeningRow& row) {
    v1::ScreeningAnswer answer;
    answer.set_row(row.row());
    answer.set_outcome(static_cast<v1::CheckOutcome>(99));
    return answer;
  };
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 11);
  EXPECT_THAT(Lines("answers.csv")[2], testing::StartsWith("1,INCOMPLETE,"));
}

TEST_F(ScreenTest, NodeThatAnswersNoRowLeavesItOpen) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\nP,XXB,AA2,,\n"));
  node_->screening.answer_row = [](const v1::ScreeningRow&) {
    v1::ScreeningAnswer answer;
    answer.set_row(1);
    answer.set_outcome(v1::CHECK_OUTCOME_NO_RECORD);
    return answer;
  };
  const CliResult result = Run(Arguments("list.csv", "answers.csv"));
  EXPECT_EQ(result.code, 11);
  EXPECT_THAT(result.out, HasSubstr("1 not answered"));
}

TEST_F(ScreenTest, JsonLinesInAndOut) {
  File(
      "list.jsonl",
      "{\"document\": {\"code\": \"P\", \"issuing_state\": \"XXB\", \"number\": \"HOLD1\"}, \"also_named\": {\"name\": "
      "\"Sampel Satu\", \"birth_date\": \"1990-01-01\"}}\n\n"
      "{\"mrz\": {\"lines\": [\"one\", \"two\"]}}\n{\"no_such_field\": 1}\n");
  EXPECT_EQ(Run(Arguments("list.jsonl", "answers.jsonl")).code, 10);
  const std::vector<v1::ScreenRequest> requests = node_->screening.TakeRequests();
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_EQ(requests[1].row().also_named().name(), "Sampel Satu");
  EXPECT_THAT(requests[2].row().person().mrz().lines(), ElementsAre("one", "two"));
  std::map<int, std::string> outcomes;
  for (const std::string& line : Lines("answers.jsonl")) {
    const auto json = nlohmann::json::parse(line);
    if (json["row"] != 0) outcomes[json["row"]] = json["outcome"];
  }
  EXPECT_EQ(outcomes, (std::map<int, std::string>{{1, "HOLD"}, {2, "NO_RECORD"}, {3, "FAULT"}}));
  EXPECT_EQ(Run(Arguments("list.jsonl", "answers.jsonl")).code, 10);
  EXPECT_THAT(RowsAsked(), IsEmpty());
}

TEST_F(ScreenTest, WrongListIsRefusedByRowAndColumnBeforeAnythingIsSent) {
  const auto refused = [&](const std::string& list) {
    File("list.csv", list);
    const CliResult result = Run(Arguments("list.csv", "answers.csv"));
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, Not(HasSubstr("Secret")));
    EXPECT_FALSE(std::filesystem::exists(Path("answers.csv")));
    return result.err;
  };
  EXPECT_THAT(refused(""), HasSubstr("the list is empty"));
  EXPECT_THAT(refused("name,Secret\n"), HasSubstr("column 2"));
  EXPECT_THAT(refused("name,birth_date,name\n"), HasSubstr("column 3 names name a second time"));
  EXPECT_THAT(refused("document_type,name\n"), HasSubstr("the list needs the columns"));
  EXPECT_THAT(refused("name,birth_date\nSecret,1990\nSec\"ret,1990\n"), HasSubstr("line 3, column 1"));
  EXPECT_THAT(node_->screening.TakeRequests(), IsEmpty());
}

TEST_F(ScreenTest, RowThatCannotBeAskedAboutIsNamedAndTheRestGoesOn) {
  File("list.csv", "name,birth_date,mrz,ref\nSampel,1990,,a\n,,,b\nSampel,1990\nSampel,1990,A B,c\n,,A B,d\n");
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 11);
  EXPECT_THAT(RowsAsked(), ElementsAre(1, 5));
  EXPECT_THAT(Lines("answers.csv"),
              testing::IsSupersetOf({"2,FAULT,,,,,,,,PERSON_MISSING,name,", "3,FAULT,,,,,,,,COLUMNS_DO_NOT_FIT,mrz,",
                                     "4,FAULT,,,,,,,,PERSON_AMBIGUOUS,mrz,"}));
}

TEST_F(ScreenTest, ResultsOfAnotherListOrKindAreNotTouched) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\n"));
  File("notes.csv", "my notes\r\n");
  EXPECT_EQ(Run(Arguments("list.csv", "notes.csv")).code, 1);
  EXPECT_EQ(Read("notes.csv"), "my notes\r\n");
  File("notes.csv", "my notes");
  EXPECT_EQ(Run(Arguments("list.csv", "notes.csv")).code, 1);
  EXPECT_EQ(Read("notes.csv"), "my notes");
  ASSERT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 0);
  std::string other = Read("answers.csv");
  File("answers.csv", absl::StrCat(other, "2,NO_RECORD,,,,,,,,,,\r\n"));
  const CliResult result = Run(Arguments("list.csv", "answers.csv"));
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("is it of another list?"));
}

// Whoever was not asked about is not cleared.
TEST_F(ScreenTest, AnswersOfAnotherListOrQuestionAreRefused) {
  const std::string list = absl::StrCat(kHeading, "P,XXB,AA1,,\n");
  for (const std::string results : {"answers.csv", "answers.jsonl"}) {
    File("list.csv", list);
    ASSERT_EQ(Run(Arguments("list.csv", results)).code, 0);
    const std::string before = Read(results);
    RowsAsked();
    const auto refused = [&](const std::vector<std::string>& arguments) {
      const CliResult result = Run(arguments);
      EXPECT_EQ(result.code, 1) << result.out;
      EXPECT_THAT(RowsAsked(), IsEmpty());
      EXPECT_EQ(Read(results), before);
      EXPECT_THAT(result.err, HasSubstr("name a new result file"));
      return result.err;
    };
    for (const std::string other : {"P,XXB,HOLD1,,\n", "P,XXB,AA1,,\nP,XXB,AA2,,\n"}) {
      File("list.csv", absl::StrCat(kHeading, other));
      EXPECT_THAT(refused(Arguments("list.csv", results)), HasSubstr("is of another list, or the list was changed"));
    }
    File("list.csv", list);
    std::vector<std::string> arguments = Arguments("list.csv", results);
    arguments[3] = std::string(32, 'f');
    EXPECT_THAT(refused(arguments), HasSubstr("is of another exercise"));
    arguments = Arguments("list.csv", results);
    arguments[5] = "detention";
    EXPECT_THAT(refused(arguments), HasSubstr("is about another measure or stage"));
    EXPECT_EQ(Run(Arguments("list.csv", results)).code, 0);
  }
}

TEST_F(ScreenTest, TwoResultFilesOfAListHaveNothingInCommonToFindItBy) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\n"));
  ASSERT_EQ(Run(Arguments("list.csv", "one.csv")).code, 0);
  ASSERT_EQ(Run(Arguments("list.csv", "two.csv")).code, 0);
  const std::vector<std::string> one = absl::StrSplit(Lines("one.csv")[1], ' ');
  const std::vector<std::string> two = absl::StrSplit(Lines("two.csv")[1], ' ');
  ASSERT_THAT(one, SizeIs(5));
  EXPECT_NE(one[3], two[3]);
  EXPECT_NE(one[4], two[4]);
}

TEST_F(ScreenTest, AnswerPastItsTimeIsAskedForAgainAndAHoldStands) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\nP,XXB,HOLD2,,\nP,XXB,INCOMPLETE3,,\n"));
  for (const std::string results : {"answers.csv", "answers.jsonl"}) {
    now_ = kTestNow;
    ASSERT_EQ(Run(Arguments("list.csv", results)).code, 10);
    now_ = kTestNow + 3599;
    RowsAsked();
    Run(Arguments("list.csv", results));
    EXPECT_THAT(RowsAsked(), IsEmpty());
    now_ = kTestNow + 3600;
    node_->screening.rows_until_gone = 0;
    const CliResult result = Run(Arguments("list.csv", results));
    EXPECT_EQ(result.code, 10) << "the HOLD is still seen";
    EXPECT_THAT(result.err, HasSubstr("2 answers are past their valid_until"));
    EXPECT_THAT(result.out, HasSubstr("1 HOLD, 0 NO RECORD, 0 INCOMPLETE"));
    // Nobody else has what was said before, and nobody answers now.
    EXPECT_THAT(result.err, HasSubstr("is kept in " + Path(results + ".earlier")));
    std::vector<std::string> earlier = Lines(results + ".earlier");
    ASSERT_THAT(earlier, SizeIs(results.ends_with("csv") ? 3 : 2));
    EXPECT_THAT(earlier[earlier.size() - 2], HasSubstr("NO_RECORD"));
    EXPECT_THAT(earlier.back(), HasSubstr("INCOMPLETE"));
    node_->screening.rows_until_gone = SIZE_MAX;
    RowsAsked();
    Run(Arguments("list.csv", results));
    EXPECT_THAT(RowsAsked(), ElementsAre(1, 3));
  }
}

TEST_F(ScreenTest, TwoRunsDoNotWriteOneFile) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\n"));
  ASSERT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 0);
  const int other = ::open(Path("answers.csv").c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(::flock(other, LOCK_EX | LOCK_NB), 0);
  const CliResult second = Run(Arguments("list.csv", "answers.csv"));
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr("another vsx screen writes"));
  ::close(other);
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 0);
}

TEST_F(ScreenTest, ListWithoutRowsClearsNobody) {
  File("list.csv", kHeading);
  const CliResult result = Run(Arguments("list.csv", "answers.csv"));
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("the list has no rows: nobody was asked"));
}

TEST_F(ScreenTest, RowsThatCannotBeAskedAboutArePausedAndAskedAboutAgain) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\nP,XXB,WRONG2,,\n"));
  const CliResult first = Run(Arguments("list.csv", "answers.csv"));
  EXPECT_EQ(first.code, 11);
  EXPECT_THAT(first.out, AllOf(HasSubstr("PAUSE these rows"),
                               HasSubstr("1 cannot be asked about: correct these rows and "
                                         "run again, in a list of their own"),
                               Not(HasSubstr("--retry-incomplete"))));
  RowsAsked();
  EXPECT_EQ(Run(Arguments("list.csv", "answers.csv")).code, 11);
  EXPECT_THAT(RowsAsked(), ElementsAre(2));
  EXPECT_THAT(Lines("answers.csv"), SizeIs(2 + 2)) << "one line a row";
  File("corrected.csv", absl::StrCat(kHeading, "P,XXB,AA2,,\n"));
  EXPECT_EQ(Run(Arguments("corrected.csv", "corrected-answers.csv")).code, 0);
}

TEST_F(ScreenTest, AskingAgainIsAdvisedOnlyWhereItHelps) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\nP,XXB,INCOMPLETE2,,\n"));
  node_->screening.answer_row = [](const v1::ScreeningRow& row) {
    v1::ScreeningAnswer answer = AnswerTo(row);
    if (row.row() == 1) answer.set_outcome(v1::CHECK_OUTCOME_INCOMPLETE);
    return answer;
  };
  const auto advice = AllOf(HasSubstr("1 INCOMPLETE may pass by themselves: run again later with --retry-incomplete"),
                            HasSubstr("1 INCOMPLETE do not pass by themselves, and asking again does not help"));
  EXPECT_THAT(Run(Arguments("list.csv", "answers.csv")).out, advice);
  EXPECT_THAT(Run(Arguments("list.csv", "answers.csv")).out, advice) << "as it stands in the results";
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\n"));
  const CliResult lasting = Run(Arguments("list.csv", "others.csv"), "", /*interactive=*/true);
  EXPECT_EQ(lasting.code, 11);
  EXPECT_THAT(lasting.out + lasting.err, AllOf(Not(HasSubstr("--retry-incomplete")), Not(HasSubstr("again now?"))));
}

TEST_F(ScreenTest, NobodyIsSaidOnlyWhereThatIsKnown) {
  BecomeAgency("counter-trafficking");
  EXPECT_THAT(Run({"screen", "hits", "--exercise", kCaseId}).out,
              AllOf(HasSubstr("This exercise has found nobody, or it is not one"), Not(HasSubstr("No screening"))));
  v1::ListScreeningHitsResponse unreadable;
  unreadable.set_unreadable_rows(2);
  node_->screening.ListScreeningHits_method.Answer(unreadable);
  EXPECT_THAT(Run({"screen", "hits"}).out, AllOf(HasSubstr("Somebody was found; what was found cannot be read"),
                                                 Not(HasSubstr("has found anybody"))));
}

TEST_F(ScreenTest, DayOfAnExerciseIsSaidInLocalTimeToo) {
  v1::DeclareScreeningResponse response;
  response.set_day("2026-01-01");
  node_->screening.DeclareScreening_method.Answer(response);
  ::setenv("TZ", "TST-7", 1);
  ::tzset();
  const CliResult result = Run({"screen", "declare", "--file-number", "EX-17", "--persons", "400"});
  ::unsetenv("TZ");
  ::tzset();
  EXPECT_THAT(result.out, HasSubstr("open from 2026-01-01 07:00 TST to 2026-01-02 07:00 TST"));
}

TEST_F(ScreenTest, WhatIsMissingIsNamed) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,AA1,,\n"));
  EXPECT_THAT(Run({"screen"}).err, HasSubstr("vsx screen FILE"));
  EXPECT_THAT(Run({"screen", Path("list.csv")}).err, HasSubstr("--exercise is missing"));
  File("list.txt", "");
  EXPECT_THAT(Run(Arguments("list.txt", "answers.csv")).err, HasSubstr("--format must be csv or jsonl"));
}

TEST_F(ScreenTest, SummaryAsJson) {
  File("list.csv", absl::StrCat(kHeading, "P,XXB,HOLD1,,\nP,XXB,AA2,,\n"));
  const CliResult result = Run(Arguments("list.csv", "answers.csv", {"--json"}));
  EXPECT_EQ(result.code, 10);
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["rows"], 2);
  EXPECT_EQ(json["hold"], 1);
  EXPECT_EQ(json["no_record"], 1);
  EXPECT_EQ(json["not_answered"], 0);
}

TEST_F(ScreenTest, DeclaringGivesTheExercise) {
  v1::DeclareScreeningResponse response;
  response.set_exercise_id(CaseIdBytes());
  response.set_persons(400);
  response.set_day("2026-01-01");
  node_->screening.DeclareScreening_method.Answer(response);
  const CliResult result = Run({"screen", "declare", "--file-number", "EX-17", "--persons", "400"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr(absl::StrCat("Exercise ", kCaseId)), HasSubstr("400 persons on 2026-01-01")));
  const auto request = node_->screening.DeclareScreening_method.requests().at(0);
  EXPECT_EQ(request.day(), "2026-01-01");
  EXPECT_EQ(request.context().purpose(), v1::ACCESS_PURPOSE_SCREENING);
}

TEST_F(ScreenTest, UnknownEndOfDeclaringTellsHowToRepeatSafely) {
  node_->screening.DeclareScreening_method.Refuse(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection lost"));
  std::vector<std::string> declare = {"screen", "declare", "--file-number", "EX-17", "--persons", "400"};
  const CliResult result = Run(declare);
  EXPECT_EQ(result.code, 3);
  const v1::DeclareScreeningRequest first = node_->screening.DeclareScreening_method.requests().at(0);
  EXPECT_EQ(first.request_id().size(), 16U);
  EXPECT_THAT(result.err, HasSubstr("repeat with --day 2026-01-01 --request-id "));
  const std::string id = result.err.substr(result.err.find("--request-id ") + 13, 32);
  declare.insert(declare.end(), {"--day", "2026-01-01", "--request-id", id});
  Run(declare);
  const v1::DeclareScreeningRequest again = node_->screening.DeclareScreening_method.requests().at(1);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  Run({"screen", "declare", "--file-number", "EX-17", "--persons", "400"});
  EXPECT_NE(node_->screening.DeclareScreening_method.requests().at(2).request_id(), first.request_id());
}

TEST_F(ScreenTest, BodyReadsWhatWasFound) {
  BecomeAgency("counter-trafficking");
  EXPECT_THAT(Run({"screen", "hits"}).out, HasSubstr("No screening has found anybody"));
  v1::ListScreeningHitsResponse response;
  auto* hit = response.add_hits();
  hit->set_exercise_id(CaseIdBytes());
  hit->set_row(17);
  hit->set_stream_id(std::string(16, '\xab'));
  hit->set_file_number("EX-17");
  hit->set_officer("B-17");
  hit->set_agency("vsx://XXA/agency/immigration/desk");
  hit->set_measure("REMOVAL");
  hit->set_checked_at(kTestNow);
  auto* match = hit->add_matches();
  match->set_issuing_party("XXB");
  match->set_status(v1::CASE_STATUS_IDENTIFIED);
  match->set_age_class(v1::AGE_CLASS_CHILD);
  match->set_mark(v1::HANDLE_MARK_EXACT);
  match->set_recognised_under_14_2(true);
  match->mutable_desk()->set_name("Example Duty Desk");
  match->mutable_desk()->set_telephone("+00 0 0000 0000");
  auto* own = hit->add_matches();
  own->set_issuing_party("XXA");
  own->set_own_case(true);
  node_->screening.ListScreeningHits_method.Answer(response);
  const CliResult result = Run({"screen", "hits", "--exercise", kCaseId});
  EXPECT_EQ(result.out, absl::StrCat("Row 17 of EX-17  REMOVAL, asked 2026-01-01 00:00 UTC by B-17 at "
                                     "vsx://XXA/agency/immigration/desk\n  exercise ",
                                     kCaseId, ", asked in ", kAskedIn,
                                     "\n  XXB: identified, child, exact match, to be respected and recognised under "
                                     "ACTIP Art. 14(2)\n    call Example Duty Desk, +00 0 0000 0000\n"
                                     "  XXA: a case of your own State; ask whose row it is, and look it up\n"));
  const auto request = node_->screening.ListScreeningHits_method.requests().back();
  EXPECT_EQ(request.context().purpose(), v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  EXPECT_EQ(request.exercise_id(), CaseIdBytes());
}

}  // namespace
}  // namespace vsx::test
