#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "tests/cli/check_answers.h"

// A code beside a document: two checks, of which the stronger answer stands (protocol §4).
namespace vsx::test {
namespace {

using testing::HasSubstr;

class CheckByCodeTooTest : public CliTest {
 protected:
  CliResult AskByBoth(std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--mrz-from", "-", "--code-from", File("code", "00000-00000-00000-00000-00\n")});
    return Run(CheckArguments(more), kZone);
  }
  // nullptr: the node refuses.
  void Answer(const v1::CheckStatusResponse* by_document, const v1::CheckStatusResponse* by_code) {
    node_->status.CheckStatus_method.answer = [=](const v1::CheckStatusRequest& request,
                                                  v1::CheckStatusResponse* response) {
      const bool code = request.person().query_case() == v1::PersonQuery::kReferenceCode;
      const v1::CheckStatusResponse* const said = code ? by_code : by_document;
      if (said == nullptr) {
        return NodeError(grpc::StatusCode::INVALID_ARGUMENT, "CODE_MISTYPED", "person.reference_code", "type it again");
      }
      *response = *said;
      return grpc::Status::OK;
    };
  }
};

TEST_F(CheckByCodeTooTest, AsksTwoQuestionsEachOfItsClass) {
  node_->status.CheckStatus_method.Answer(NoRecord());
  EXPECT_EQ(AskByBoth().code, 0);
  const auto requests = node_->status.CheckStatus_method.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].person().mrz().lines_size(), 2);
  EXPECT_EQ(requests[0].context().purpose(), v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  EXPECT_EQ(requests[1].person().reference_code(), "00000-00000-00000-00000-00");
  EXPECT_EQ(requests[1].context().purpose(), v1::ACCESS_PURPOSE_PRESENTED_CODE);
  EXPECT_EQ(requests[1].file_number(), "F-17");
  EXPECT_TRUE(requests[1].person_present());
}

// Whichever of the two it is, and in whichever order they are asked.
TEST_F(CheckByCodeTooTest, TheStrongerAnswerStandsAndIsReadFirst) {
  const v1::CheckStatusResponse hold = Hold();
  const v1::CheckStatusResponse none = NoRecord();
  v1::CheckStatusResponse incomplete = NoRecord();
  incomplete.set_outcome(v1::CHECK_OUTCOME_INCOMPLETE);
  v1::CheckStatusResponse later = NoRecord();
  later.set_outcome(static_cast<v1::CheckOutcome>(77));
  struct Row {
    const v1::CheckStatusResponse& weaker;
    const v1::CheckStatusResponse& stronger;
    int code;
    const char* first;
  };
  const Row rows[] = {{none, hold, 10, " HOLD "},        {incomplete, hold, 10, " HOLD "},
                      {later, hold, 10, " HOLD "},       {none, incomplete, 11, " INCOMPLETE "},
                      {none, later, 11, " INCOMPLETE "}, {none, none, 0, " NO RECORD "}};
  for (const Row& row : rows) {
    for (const bool code_is_stronger : {false, true}) {
      Answer(code_is_stronger ? &row.weaker : &row.stronger, code_is_stronger ? &row.stronger : &row.weaker);
      const auto result = AskByBoth();
      EXPECT_EQ(result.code, row.code);
      EXPECT_THAT(result.out, testing::StartsWith(row.first));
      EXPECT_THAT(result.out, HasSubstr(std::string("\nAsked by ") +
                                        (code_is_stronger && row.code != 0 ? "the document or name" : "the code") +
                                        " too. The stronger answer stands"));
    }
  }
}

TEST_F(CheckByCodeTooTest, QuestionWithoutAnAnswerClearsNobodyAndTakesNoHoldAway) {
  const v1::CheckStatusResponse held = Hold();
  const v1::CheckStatusResponse none = NoRecord();
  for (const bool hold : {false, true}) {
    Answer(hold ? &held : &none, nullptr);
    const auto result = AskByBoth();
    EXPECT_EQ(result.code, hold ? 10 : 2);
    EXPECT_THAT(result.out, testing::StartsWith(hold ? " HOLD " : "The question by the code: NO ANSWER. PAUSE the "))
        << "NO RECORD must not be what is read first";
    EXPECT_THAT(result.err, HasSubstr(hold ? "The other question has no answer; HOLD stands." : "CODE_MISTYPED"));
  }
}

TEST_F(CheckByCodeTooTest, AsJsonBothAreOneDocumentAndEachHasItsReceipt) {
  const v1::CheckStatusResponse held = Hold();
  const v1::CheckStatusResponse none = NoRecord();
  Answer(&none, &held);
  const auto result = AskByBoth({"--json", "--receipt", Path("receipt")});
  EXPECT_EQ(result.code, 10);
  const auto json = nlohmann::json::parse(result.out);
  ASSERT_EQ(json["checks"].size(), 2u);
  EXPECT_EQ(json["checks"][0]["by_code"], true);
  EXPECT_EQ(json["checks"][0]["answer"]["outcome"], "CHECK_OUTCOME_HOLD");
  EXPECT_EQ(json["checks"][1]["answer"]["outcome"], "CHECK_OUTCOME_NO_RECORD");
  EXPECT_THAT(Read("receipt"), HasSubstr(absl::Base64Escape("of no record")));
  EXPECT_THAT(Read("receipt.code"), HasSubstr(absl::Base64Escape("an envelope")));
}

TEST_F(CheckByCodeTooTest, AtTheTerminalTheCodeIsAskedForToo) {
  node_->status.CheckStatus_method.Answer(NoRecord());
  Run(CheckArguments(), "2\n\nXXA\nXX0000001\n00000-00000-00000-00000-00\n", /*interactive=*/true);
  ASSERT_EQ(node_->status.CheckStatus_method.requests().size(), 2u);
  EXPECT_EQ(node_->status.CheckStatus_method.requests()[1].person().reference_code(), "00000-00000-00000-00000-00");
}

TEST_F(CheckByCodeTooTest, WhatCannotBeDoneWithBothIsSaid) {
  auto result = AskByBoth({"--wait", "10"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("--wait keeps one question open"));
  result = Run(CheckArguments({"--mrz-from", "-", "--code-from", "-"}), kZone);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("only one of two sources can be standard input"));
  result = Run(CheckArguments({"--mrz-from", "-", "--document-from", "-"}), kZone);
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(node_->status.CheckStatus_method.requests().empty());
}

}  // namespace
}  // namespace vsx::test
