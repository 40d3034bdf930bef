#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "tests/cli/check_answers.h"
#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class CheckTest : public CliTest {};

TEST_F(CheckTest, HoldSaysStopAndWhomToCallFirst) {
  node_->status.CheckStatus_method.Answer(Hold());
  const auto result = Run(CheckArguments({"--mrz-from", "-"}), kZone);
  EXPECT_EQ(result.code, 10) << result.err;
  EXPECT_EQ(result.out,
            R"( HOLD   STOP. Do not go on with the measure.
  Call now: XXB  Example Duty Desk, +00 0 0000 0000 (en, th)
  Desk day and night: XXA  Example National Desk, +00 0 0000 0001 (en)

What to do
  - Pause the removal.

Match: XXB  identified, adult, 2025-11-02
  POSSIBLE match by document; notified by that Party
  to be respected and recognised under ACTIP Art. 14(2)
  mind: possible match; confirm with the issuing authority. HOLD stands.

Asked by: document; NOT by name and date of birth

Consulted: XXA, as of 2026-01-01 00:00 UTC
Not consulted
  PARTY  WILL IT PASS BY ITSELF  WHY
  XXB    no                      its list of this hour is not here yet
Not in the federation: XXC

Valid until 2026-01-01 01:00 UTC; ask again after that.
Absence of a record is no evidence. Screen with indicators.
)");
  EXPECT_EQ(result.err, "");
}

TEST_F(CheckTest, SaysByWhatWasAsked) {
  struct Row {
    std::vector<v1::HandleClass> classes;
    const char* text;
  };
  const Row rows[] = {
      {{v1::HANDLE_CLASS_DOCUMENT}, "\nAsked by: document; NOT by name and date of birth\n"},
      {{v1::HANDLE_CLASS_BIOGRAPHIC}, "\nAsked by: name and date of birth; NOT by a document\n"},
      {{v1::HANDLE_CLASS_DOCUMENT, v1::HANDLE_CLASS_BIOGRAPHIC}, "\nAsked by: document and name and date of birth\n"},
      {{v1::HANDLE_CLASS_REFERENCE}, "\nAsked by: reference code\n"},
  };
  for (const Row& row : rows) {
    v1::CheckStatusResponse response;
    response.set_outcome(v1::CHECK_OUTCOME_NO_RECORD);
    for (const v1::HandleClass cls : row.classes) response.add_handle_classes(cls);
    node_->status.CheckStatus_method.Answer(response);
    EXPECT_THAT(Run(CheckArguments({"--mrz-from", "-"}), kZone).out, HasSubstr(row.text));
  }
}

// At a desk at three in the morning, the date is the desk's.
TEST_F(CheckTest, TimesToActOnAreTheComputersOwn) {
  auto response = Hold();
  response.mutable_consultations(1)->set_next_capacity_at(kTestNow + 421);
  node_->status.CheckStatus_method.Answer(response);
  ::setenv("TZ", "TST-7", 1);
  ::tzset();
  const auto result = Run(CheckArguments({"--mrz-from", "-"}), kZone);
  ::unsetenv("TZ");
  ::tzset();
  EXPECT_THAT(result.out, HasSubstr("Valid until 2026-01-01 08:00 TST"));
  EXPECT_THAT(result.out, HasSubstr("ask again after 2026-01-01 07:08 TST"));
  EXPECT_THAT(result.out, HasSubstr("as of 2026-01-01 00:00 UTC"));
}

TEST_F(CheckTest, WhereNoAnswerComesTheProfilesDeskIsNamed) {
  node_->status.CheckStatus_method.Refuse(NodeError(grpc::StatusCode::INTERNAL, "", "", "broken"));
  const std::string profile = File("called.toml", Read("officer.toml") + "call = \"Example Duty Desk, +00 0000\"\n");
  const auto result = RunBare({"--config", profile, "check", "--measure", "removal", "--stage", "immigration",
                               "--file-number", "F-17", "--present", "--mrz-from", "-"},
                              kZone);
  EXPECT_THAT(result.err,
              testing::StartsWith("NO ANSWER. PAUSE the measure and ask by telephone, Example Duty Desk, +00 0000: "
                                  "no answer is no permission.\n"));
}

TEST_F(CheckTest, SaysWhenAUsedUpBudgetLetsAskAgain) {
  v1::CheckStatusResponse response;
  response.set_outcome(v1::CHECK_OUTCOME_INCOMPLETE);
  auto* line = response.add_consultations();
  line->set_party("XXA");
  line->set_status(v1::CONSULTATION_STATUS_TRANSIENT);
  line->set_reason("OFFICER_BUDGET_EXHAUSTED");
  line->set_next_capacity_at(kTestNow + 421);
  node_->status.CheckStatus_method.Answer(response);
  const auto result = Run(CheckArguments({"--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 11);
  EXPECT_THAT(result.out,
              HasSubstr("  XXA    ask again after 2026-01-01 00:08 UTC  your own checks of the day are used up\n"));
}

TEST_F(CheckTest, SaysThatThePartyBehindABlindMatchIsNotTold) {
  auto response = Hold();
  response.mutable_matches(0)->set_source(v1::MATCH_SOURCE_BLIND_INDEX);
  node_->status.CheckStatus_method.Answer(response);
  const auto result = Run(CheckArguments({"--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_THAT(result.out, HasSubstr("found in that Party's index, which does not tell it whom you asked about"));
  EXPECT_THAT(result.out, Not(HasSubstr("notified by")));
}

// What the officer reads below "Match:" about Art. 14(2), case by case.
TEST_F(CheckTest, SaysOfEachMatchWhatItIsWorthAndNoMore) {
  struct Row {
    bool own_case;
    v1::Capacity capacity;
    v1::CaseStatus status;
    bool recognised;
    const char* text;
  };
  constexpr auto kLaterCapacity = static_cast<v1::Capacity>(77);
  constexpr auto kLaterStatus = static_cast<v1::CaseStatus>(77);
  const Row rows[] = {
      {true, v1::CAPACITY_RECEIVING, v1::CASE_STATUS_IDENTIFIED, false, "your own State's record; HOLD stands"},
      {true, v1::CAPACITY_RECEIVING, v1::CASE_STATUS_PRESUMED, false, "your own State's record; HOLD stands"},
      {true, v1::CAPACITY_TRANSIT, v1::CASE_STATUS_IDENTIFIED, false, "your own State's record; HOLD stands"},
      {false, v1::CAPACITY_RECEIVING, v1::CASE_STATUS_IDENTIFIED, true,
       "to be respected and recognised under ACTIP Art. 14(2)"},
      {false, v1::CAPACITY_RECEIVING, v1::CASE_STATUS_PRESUMED, false,
       "receiving Party; not yet formally identified there; HOLD stands"},
      {false, v1::CAPACITY_RECEIVING, v1::CASE_STATUS_UNDER_ASSESSMENT, false,
       "receiving Party; not yet formally identified there; HOLD stands"},
      {false, v1::CAPACITY_RECEIVING, kLaterStatus, false,
       "receiving Party; whether it has formally identified is not known here; HOLD stands"},
      {false, v1::CAPACITY_RECEIVING, v1::CASE_STATUS_IDENTIFIED, false,
       "receiving Party; confirm the identification with it; HOLD stands"},
      {false, v1::CAPACITY_TRANSIT, v1::CASE_STATUS_IDENTIFIED, false,
       "transit Party, not the receiving Party of ACTIP Art. 14(2); HOLD stands all the same"},
      {false, v1::CAPACITY_SENDING, v1::CASE_STATUS_PRESUMED, false,
       "sending Party, not the receiving Party of ACTIP Art. 14(2); HOLD stands all the same"},
      {false, v1::CAPACITY_UNSPECIFIED, v1::CASE_STATUS_IDENTIFIED, false,
       "in which capacity that Party acts is not known here; HOLD stands all the same"},
      {false, kLaterCapacity, v1::CASE_STATUS_IDENTIFIED, false,
       "in which capacity that Party acts is not known here; HOLD stands all the same"},
  };
  for (const Row& row : rows) {
    auto response = Hold();
    auto* match = response.mutable_matches(0);
    match->set_own_case(row.own_case);
    match->set_capacity(row.capacity);
    match->set_status(row.status);
    match->set_recognised_under_14_2(row.recognised);
    node_->status.CheckStatus_method.Answer(response);
    const auto result = Run(CheckArguments({"--document-from", "-"}), "P XXA XX0000001\n");
    EXPECT_EQ(result.code, 10);
    EXPECT_THAT(result.out, HasSubstr(std::string("\n  ") + row.text + "\n"));
    const bool speaks_of_14_2 = result.out.find("14(2)") != std::string::npos;
    EXPECT_EQ(speaks_of_14_2, std::string(row.text).find("14(2)") != std::string::npos) << result.out;
  }
}

TEST_F(CheckTest, SendsWhatWasReadAndSaysWhoAsks) {
  node_->status.CheckStatus_method.Answer(Hold());
  Run(CheckArguments({"--mrz-from", File("zone", kZone), "--absent"}));
  ASSERT_EQ(node_->status.CheckStatus_method.requests().size(), 1U);
  const auto request = node_->status.CheckStatus_method.requests()[0];
  EXPECT_EQ(request.context().officer(), "B-17");
  EXPECT_EQ(request.context().purpose(), v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  EXPECT_EQ(request.measure(), v1::MEASURE_REMOVAL);
  EXPECT_EQ(request.stage(), v1::STAGE_IMMIGRATION);
  EXPECT_EQ(request.file_number(), "F-17");
  EXPECT_FALSE(request.person_present());
  ASSERT_EQ(request.person().mrz().lines_size(), 2);
  EXPECT_EQ(request.person().mrz().lines(1), "XX00000010XXA9001011F3001012<<<<<<<<<<<<<<00");
}

TEST_F(CheckTest, JsonIsOneDocumentWithEveryField) {
  node_->status.CheckStatus_method.Answer(Hold());
  const auto result = Run(CheckArguments({"--document-from", "-", "--json"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 10);
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["outcome"], "CHECK_OUTCOME_HOLD");
  EXPECT_EQ(json["matches"][0]["desk"]["telephone"], "+00 0 0000 0000");
  EXPECT_EQ(json["valid_until"], kTestNow + 3600);
  EXPECT_EQ(json["checked_at"], 0);
  EXPECT_EQ(json["handle_salts"][0]["salt"], absl::Base64Escape(std::string(32, 's')));
}

TEST_F(CheckTest, IncompleteIsNoPermission) {
  auto response = Hold();
  response.clear_matches();
  response.set_outcome(v1::CHECK_OUTCOME_INCOMPLETE);
  node_->status.CheckStatus_method.Answer(response);
  const auto result = Run(CheckArguments({"--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 11);
  EXPECT_THAT(
      result.out,
      testing::StartsWith(" INCOMPLETE   PAUSE. Not everybody could be asked: this is not a permission to go on.\n"));
  EXPECT_THAT(result.out, HasSubstr("Absence of a record is no evidence. Screen with indicators."));
}

TEST_F(CheckTest, SaysWhatStandsAgainstAnAnswerThoughEverybodyWasAsked) {
  auto response = Hold();
  response.clear_matches();
  response.clear_consultations();
  auto* line = response.add_consultations();
  line->set_party("XXA");
  line->set_status(v1::CONSULTATION_STATUS_CONSULTED);
  response.set_outcome(v1::CHECK_OUTCOME_INCOMPLETE);
  for (const char* const reason : {"PARTIAL_DATE", "OWN_CLOCK", "TRUST_DOCUMENTS", "OF_A_LATER_VERSION"}) {
    response.add_incomplete_reasons(reason);
  }
  node_->status.CheckStatus_method.Answer(response);
  const auto result = Run(CheckArguments({"--name-from", "-"}), "Sample Example\n1990\n");
  EXPECT_EQ(result.code, 11);
  EXPECT_THAT(
      result.out,
      testing::StartsWith(" INCOMPLETE   PAUSE. Everybody was asked, and still: this is not a permission to go on.\n"
                          "  Only a part of the birth date was given: ask again with the full date, or by a document.\n"
                          "  The other Parties did not confirm your node's clock: tell its operator if that stays so.\n"
                          "  What says at your State's node who is in the federation has expired: tell its operator.\n"
                          "  Also: of a later version\n"));
}

TEST_F(CheckTest, OutcomeOfALaterVersionNeverReadsAsPermission) {
  auto response = Hold();
  response.set_outcome(static_cast<v1::CheckOutcome>(77));
  node_->status.CheckStatus_method.Answer(response);
  const auto result = Run(CheckArguments({"--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 11);
  EXPECT_THAT(result.out, testing::StartsWith(" INCOMPLETE "));
}

TEST_F(CheckTest, EachSourceReachesItsField) {
  Run(CheckArguments({"--name-from", "-"}), "Sample Example\n1990-01-01\n");
  Run(CheckArguments({"--name-from", "-"}), R"({"name": "Sample Example", "birth_date": "1990"})");
  Run(CheckArguments({"--code-from", "-"}), "00000-00000-00000-00000-00\n");
  Run(CheckArguments({"--document-from", "-"}), "code = 'I'\nissuing_state = 'XXA'\nnumber = 'XX 0000001'\n");
  const auto requests = node_->status.CheckStatus_method.requests();
  ASSERT_EQ(requests.size(), 4U);
  EXPECT_EQ(requests[0].person().biographic().name(), "Sample Example");
  EXPECT_EQ(requests[0].person().biographic().birth_date(), "1990-01-01");
  EXPECT_EQ(requests[1].person().biographic().birth_date(), "1990");
  EXPECT_EQ(requests[2].person().reference_code(), "00000-00000-00000-00000-00");
  EXPECT_EQ(requests[2].context().purpose(), v1::ACCESS_PURPOSE_PRESENTED_CODE);
  EXPECT_EQ(requests[3].person().document().code(), "I");
  EXPECT_EQ(requests[3].person().document().number(), "XX 0000001");
}

TEST_F(CheckTest, ConsularOfficerAsksForConsularPurpose) {
  BecomeAgency("consular");
  Run(CheckArguments({"--document-from", "-"}), "P XXA XX0000001\n");
  ASSERT_EQ(node_->status.CheckStatus_method.requests().size(), 1U);
  EXPECT_EQ(node_->status.CheckStatus_method.requests()[0].context().purpose(), v1::ACCESS_PURPOSE_CONSULAR_CHECK);
}

TEST_F(CheckTest, AsksForEverythingAtTheTerminal) {
  node_->status.CheckStatus_method.Answer(Hold());
  const auto result = Run({"check"}, "detention\nencounter\nF-18\nyes\n2\n\nXXA\nXX0000001\n\n", /*interactive=*/true);
  EXPECT_EQ(result.code, 10) << result.err;
  const auto request = node_->status.CheckStatus_method.requests().at(0);
  EXPECT_EQ(request.measure(), v1::MEASURE_DETENTION);
  EXPECT_EQ(request.file_number(), "F-18");
  EXPECT_TRUE(request.person_present());
  EXPECT_EQ(request.person().document().code(), "P");
  EXPECT_EQ(request.person().document().number(), "XX0000001");
  EXPECT_THAT(result.out, Not(HasSubstr("Measure (")));
}

TEST_F(CheckTest, WithoutTerminalMissingFactsAreNamed) {
  auto result = Run({"check", "--stage", "trial", "--file-number", "F-17"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("--measure is missing"));
  result =
      Run({"check", "--measure", "removal", "--stage", "trial", "--file-number", "F-17", "--mrz-from", "-"}, kZone);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("--present or --absent is missing: does the person stand before you?"));
  result = Run(CheckArguments());
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("--mrz-from, --document-from, --name-from or --code-from"));
  EXPECT_TRUE(node_->status.CheckStatus_method.requests().empty());
}

TEST_F(CheckTest, RefusalShowsFieldAndReason) {
  node_->status.CheckStatus_method.Refuse(
      NodeError(grpc::StatusCode::INVALID_ARGUMENT, "CHECK_DIGIT_WRONG", "person.mrz.lines[1]",
                "check digit of the document number is wrong: type the number again"));
  auto result = Run(CheckArguments({"--mrz-from", "-"}), kZone);
  EXPECT_EQ(result.code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            "NO ANSWER. PAUSE the measure and ask by telephone: no answer is no permission.\n"
            "refused: check digit of the document number is wrong: type the number again\n"
            "  field:  person.mrz.lines[1]\n"
            "  reason: CHECK_DIGIT_WRONG\n");
  result = Run(CheckArguments({"--mrz-from", "-", "--json"}), kZone);
  EXPECT_EQ(result.code, 2);
  const auto json = nlohmann::json::parse(result.err);
  EXPECT_EQ(json["error"]["reason"], "CHECK_DIGIT_WRONG");
  EXPECT_EQ(json["error"]["field"], "person.mrz.lines[1]");
  EXPECT_EQ(json["error"]["exit_code"], 2);
}

TEST_F(CheckTest, ReceiptIsWrittenOnceAndNeverOverAnotherFile) {
  node_->status.CheckStatus_method.Answer(Hold());
  auto result = Run(CheckArguments({"--document-from", "-", "--receipt", Path("F-17.receipt")}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 10);
  const std::string written = Read("F-17.receipt");
  EXPECT_EQ(nlohmann::json::parse(written)["receipt_envelope"], absl::Base64Escape("an envelope"));
  auto response = Hold();
  response.set_receipt_envelope("another envelope");
  node_->status.CheckStatus_method.Answer(response);
  result = Run(CheckArguments({"--document-from", "-", "--receipt", Path("F-17.receipt")}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 10) << "the answer stands";
  EXPECT_THAT(result.err, HasSubstr("its receipt was not saved"));
  EXPECT_EQ(Read("F-17.receipt"), written);
}

TEST_F(CheckTest, PersonalDataInArgumentsIsRefusedAndNotRepeated) {
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--document", "XX0000001"},
                                                                                     {"--name=Sample Example"},
                                                                                     {"XX0000001"},
                                                                                     {"--mrz", "XX0000001"},
                                                                                     {"--code", "XX0000001"}}) {
    const auto result = Run(CheckArguments(wrong));
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("never arguments"));
    EXPECT_THAT(result.out + result.err, Not(HasSubstr("XX0000001")));
    EXPECT_THAT(result.out + result.err, Not(HasSubstr("Sample Example")));
  }
  EXPECT_TRUE(node_->status.CheckStatus_method.requests().empty());
}

TEST_F(CheckTest, TextOfAnotherPartyCannotSteerTheTerminal) {
  auto response = Hold();
  response.mutable_matches(0)->mutable_desk()->set_name("Desk\x1b[2J\n NO RECORD");
  node_->status.CheckStatus_method.Answer(response);
  const auto result = Run(CheckArguments({"--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.out, HasSubstr("Desk?[2J? NO RECORD"));
}

v1::AwaitStatusResponse TryOf(const v1::CheckStatusResponse& answer, int64_t next_try_at) {
  v1::AwaitStatusResponse message;
  *message.mutable_answer() = answer;
  message.set_next_try_at(next_try_at);
  return message;
}

v1::CheckStatusResponse Incomplete(const std::string& reason) {
  v1::CheckStatusResponse response;
  response.set_outcome(v1::CHECK_OUTCOME_INCOMPLETE);
  auto* line = response.add_consultations();
  line->set_party("XXB");
  line->set_status(v1::CONSULTATION_STATUS_TRANSIENT);
  line->set_reason(reason);
  response.set_receipt_envelope("an earlier envelope");
  return response;
}

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_F(CheckTest, KeptOpenShowsWhatChangesAndEndsWithTheLastWord) {
  node_->status.streams = {
      {{TryOf(Incomplete("PEER_NOT_REACHED"), kTestNow + 30), TryOf(Incomplete("PEER_NOT_REACHED"), kTestNow + 90),
        TryOf(Incomplete("PEER_TOO_SLOW"), kTestNow + 210), TryOf(Hold(), 0)},
       grpc::Status::OK}};
  const auto result =
      Run(CheckArguments({"--wait", "60", "--receipt", Path("receipt"), "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 10) << result.err;
  EXPECT_EQ(CountOf(result.out, "INCOMPLETE"), 2u) << "an answer that is like the one before is not shown again";
  EXPECT_THAT(result.out, HasSubstr("it was not reached"));
  EXPECT_THAT(result.out, HasSubstr("it did not answer in time"));
  EXPECT_LT(result.out.find("it did not answer in time"), result.out.find(" HOLD "));
  EXPECT_EQ(CountOf(result.err, "Waiting: the node asks those who are missing again at "), 3u);
  EXPECT_THAT(Read("receipt"), HasSubstr("YW4gZW52ZWxvcGU")) << "the receipt is that of the last answer";
  ASSERT_EQ(node_->status.await_requests.size(), 1u);
  const v1::AwaitStatusRequest& request = node_->status.await_requests[0];
  EXPECT_EQ(request.measure(), v1::MEASURE_REMOVAL);
  EXPECT_EQ(request.stage(), v1::STAGE_IMMIGRATION);
  EXPECT_EQ(request.file_number(), "F-17");
  EXPECT_TRUE(request.person_present());
  EXPECT_EQ(request.context().purpose(), v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  EXPECT_EQ(request.person().document().number(), "XX0000001");
  EXPECT_TRUE(node_->status.CheckStatus_method.requests().empty());
}

TEST_F(CheckTest, KeptOpenAsJsonIsALineForEachAnswer) {
  node_->status.streams = {
      {{TryOf(Incomplete("PEER_NOT_REACHED"), kTestNow + 30), TryOf(Hold(), 0)}, grpc::Status::OK}};
  const auto result = Run(CheckArguments({"--json", "--wait", "1", "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 10) << result.err;
  std::istringstream lines(result.out);
  std::vector<std::string> outcomes;
  for (std::string line; std::getline(lines, line);) {
    outcomes.push_back(nlohmann::json::parse(line).at("outcome").get<std::string>());
  }
  EXPECT_THAT(outcomes, testing::ElementsAre("CHECK_OUTCOME_INCOMPLETE", "CHECK_OUTCOME_HOLD"));
}

TEST_F(CheckTest, StreamThatWasServedLongEnoughIsBegunAgain) {
  // The node ends a stream after its time and says when to go on; here that is now.
  node_->status.streams = {{{TryOf(Incomplete("PEER_NOT_REACHED"), kTestNow)}, grpc::Status::OK},
                           {{TryOf(Hold(), 0)}, grpc::Status::OK}};
  const auto result = Run(CheckArguments({"--wait", "60", "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 10) << result.err;
  ASSERT_EQ(node_->status.await_requests.size(), 2u);
  EXPECT_EQ(node_->status.await_requests[0].needed_until(), node_->status.await_requests[1].needed_until());
}

TEST_F(CheckTest, WaitThatIsRefusedIsAnErrorAndOneThatBreaksOffIsNot) {
  node_->status.streams = {
      {{}, NodeError(grpc::StatusCode::RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS", "", "as many checks stay open as may")}};
  const auto refused = Run(CheckArguments({"--wait", "60", "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("no answer is no permission"));

  node_->status.await_requests.clear();
  node_->status.streams = {
      {{TryOf(Incomplete("PEER_NOT_REACHED"), kTestNow + 30)}, grpc::Status(grpc::StatusCode::UNAVAILABLE, "away")}};
  // A minute is shorter than two pauses before a stream is begun again, and longer than one.
  node_->status.streams.push_back({{TryOf(Hold(), 0)}, grpc::Status::OK});
  const auto broken = Run(CheckArguments({"--wait", "1", "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(broken.code, 10) << broken.err;
  EXPECT_THAT(broken.err, HasSubstr("The node does not answer: asking again at "));
}

// A last word stands, however its stream ends after it.
TEST_F(CheckTest, LastWordIsNotAskedForAgainWhenItsStreamBreaks) {
  for (const auto code : {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::INTERNAL, grpc::StatusCode::CANCELLED}) {
    node_->status.await_requests.clear();
    node_->status.streams = {{{TryOf(Hold(), 0)}, grpc::Status(code, "away")},
                             {{TryOf(Incomplete("PEER_NOT_REACHED"), 0)}, grpc::Status::OK}};
    const auto result = Run(CheckArguments({"--wait", "60", "--document-from", "-"}), "P XXA XX0000001\n");
    EXPECT_EQ(result.code, 10) << result.err;
    EXPECT_EQ(node_->status.await_requests.size(), 1u);
    EXPECT_EQ(result.err, "");
  }
}

// After an answer no refusal takes it away: not its code, nor its receipt, nor what is said of it.
TEST_F(CheckTest, RefusalAfterAnAnswerEndsTheWaitAndTheAnswerStands) {
  const grpc::Status refusals[] = {
      NodeError(grpc::StatusCode::RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS", "", "as many checks stay open as may"),
      grpc::Status(grpc::StatusCode::CANCELLED, "cancelled"), grpc::Status(grpc::StatusCode::INTERNAL, "internal"),
      grpc::Status(grpc::StatusCode::UNKNOWN, "unknown")};
  int number = 0;
  for (const grpc::Status& refusal : refusals) {
    for (const bool on_reconnect : {false, true}) {
      const std::string receipt = "receipt" + std::to_string(number++);
      node_->status.await_requests.clear();
      const grpc::Status away(grpc::StatusCode::UNAVAILABLE, "away");
      node_->status.streams = {{{TryOf(Incomplete("PEER_NOT_REACHED"), now_ + 30)}, on_reconnect ? away : refusal}};
      if (on_reconnect) node_->status.streams.push_back({{}, refusal});
      const auto result = Run(CheckArguments({"--wait", "60", "--receipt", Path(receipt), "--document-from", "-"}),
                              "P XXA XX0000001\n");
      EXPECT_EQ(result.code, 11) << result.err;
      EXPECT_THAT(result.err, Not(HasSubstr("NO ANSWER")));
      EXPECT_THAT(result.err, HasSubstr("Waiting has ended: the node refused: " + refusal.error_message() +
                                        ". The last answer above stands; INCOMPLETE is no permission to go on.\n"));
      EXPECT_THAT(Read(receipt), HasSubstr("YW4gZWFybGllciBlbnZlbG9wZQ"));
    }
  }
}

TEST_F(CheckTest, NodeThatEndsTheCallWithoutAWordGaveNoAnswer) {
  node_->status.streams = {{{}, grpc::Status::OK}};
  const auto result = Run(CheckArguments({"--wait", "60", "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, HasSubstr("NO ANSWER. PAUSE"));
}

TEST_F(CheckTest, ReceiptOfAKeptOpenCheckIsNeverWrittenOverAnotherFile) {
  File("receipt", "somebody else's");
  node_->status.streams = {
      {{TryOf(Incomplete("PEER_NOT_REACHED"), kTestNow + 30), TryOf(Hold(), 0)}, grpc::Status::OK}};
  const auto result =
      Run(CheckArguments({"--wait", "60", "--receipt", Path("receipt"), "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 10);
  EXPECT_EQ(Read("receipt"), "somebody else's");
  EXPECT_EQ(CountOf(result.err, "its receipt was not saved"), 1u);
  EXPECT_THAT(result.out, Not(HasSubstr("Receipt: ")));
}

// What a day of waiting costs of the officer's checks: each call that is answered is one.
TEST_F(CheckTest, DayOfWaitingCostsFewOfTheOfficersChecks) {
  // A stream whose tries go on for 930 s and whose next would be after its half hour (service/await_status.h).
  node_->status.serve = [this] {
    now_ += 930;
    return FakeStatusService::Stream{{TryOf(Incomplete("PEER_NOT_REACHED"), now_ + 900)}, grpc::Status::OK};
  };
  auto result = Run(CheckArguments({"--wait", "1440", "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 11) << result.err;
  EXPECT_EQ(node_->status.await_requests.size(), 13u) << "13 of 200, or of 20 with the person absent";
  EXPECT_THAT(result.err, HasSubstr(", which counts as another check of yours."));

  // One whose streams break off after the first answer.
  node_->status.await_requests.clear();
  node_->status.serve = [this] {
    return FakeStatusService::Stream{{TryOf(Incomplete("PEER_NOT_REACHED"), now_ + 30)},
                                     grpc::Status(grpc::StatusCode::UNAVAILABLE, "away")};
  };
  result = Run(CheckArguments({"--wait", "1440", "--document-from", "-"}), "P XXA XX0000001\n");
  EXPECT_EQ(result.code, 11) << result.err;
  EXPECT_EQ(node_->status.await_requests.size(), 14u);
}

TEST_F(CheckTest, WaitOfNoOrTooManyMinutesIsRefused) {
  for (const char* minutes : {"0", "1441", "-1", "soon"}) {
    EXPECT_EQ(Run(CheckArguments({"--wait", minutes, "--document-from", "-"}), "P XXA XX0000001\n").code, 1) << minutes;
  }
}

}  // namespace
}  // namespace vsx::test
