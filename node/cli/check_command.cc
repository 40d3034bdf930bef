#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/cli/check_printing.h"
#include "node/cli/command.h"
#include "node/cli/enum_words.h"
#include "node/cli/kept_receipt.h"
#include "node/cli/message_json.h"
#include "node/cli/node_connection.h"
#include "node/cli/open_check.h"
#include "node/cli/person_input.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/status.grpc.pb.h"

// vsx check: the officer's question before a measure.
namespace vsx::cli {
namespace {

struct CheckArguments {
  PersonSources person;
  std::string measure;
  std::string stage;
  std::string file_number;
  std::string receipt;
  bool present = false;
  bool absent = false;
  int64_t wait_minutes = 0;
};

// The option, or the answer to `question` where somebody sits at the terminal.
absl::StatusOr<std::string> GivenOrAsked(const std::string& given, std::string_view option, std::string_view question,
                                         Terminal& terminal) {
  if (!given.empty()) return given;
  if (!terminal.interactive()) return WrongInput(absl::StrCat(std::string(option), " is missing"));
  return terminal.Ask(question);
}

// Never taken for granted: checks of people who are not there are few, and stand in the audit log as such.
absl::StatusOr<bool> IsPresent(const CheckArguments& arguments, Terminal& terminal) {
  if (arguments.present || arguments.absent) return arguments.present;
  if (!terminal.interactive()) return WrongInput("--present or --absent is missing: does the person stand before you?");
  return terminal.AskYesNo("Does the person stand before you", /*fallback=*/false);
}

// One question, or two: a code is asked about apart from a document (protocol §4: a check asks one class).
absl::StatusOr<std::vector<v1::CheckStatusRequest>> MakeRequests(const CheckArguments& arguments, Terminal& terminal) {
  v1::CheckStatusRequest request;
  const auto measure_words =
      GivenOrAsked(arguments.measure, "--measure",
                   absl::StrCat("Measure (", EnumChoices(v1::Measure_descriptor()), "): "), terminal);
  if (!measure_words.ok()) return measure_words.status();
  const auto measure = ParseWords<v1::Measure>("--measure", *measure_words);
  if (!measure.ok()) return measure.status();
  const auto stage_words = GivenOrAsked(arguments.stage, "--stage",
                                        absl::StrCat("Stage (", EnumChoices(v1::Stage_descriptor()), "): "), terminal);
  if (!stage_words.ok()) return stage_words.status();
  const auto stage = ParseWords<v1::Stage>("--stage", *stage_words);
  if (!stage.ok()) return stage.status();
  const auto file_number =
      GivenOrAsked(arguments.file_number, "--file-number", "Your case-file number (no name): ", terminal);
  if (!file_number.ok()) return file_number.status();
  const auto present = IsPresent(arguments, terminal);
  if (!present.ok()) return present.status();
  std::vector<v1::PersonQuery> queries;
  if (arguments.wait_minutes > 0) {  // of one question
    auto query = ReadPerson(arguments.person, terminal);
    if (!query.ok()) return query.status();
    queries.push_back(*std::move(query));
  } else {
    auto both = ReadPersonAndCode(arguments.person, terminal);
    if (!both.ok()) return both.status();
    queries = *std::move(both);
  }
  request.set_measure(*measure);
  request.set_stage(*stage);
  request.set_file_number(*file_number);
  request.set_person_present(*present);
  std::vector<v1::CheckStatusRequest> requests;
  for (const v1::PersonQuery& query : queries) {
    *request.mutable_person() = query;
    requests.push_back(request);
  }
  return requests;
}

bool IsByCode(const v1::CheckStatusRequest& request) {
  return request.person().query_case() == v1::PersonQuery::kReferenceCode;
}

v1::AccessPurpose PurposeOf(const v1::CheckStatusRequest& request, const domain::PartyUri& self) {
  if (IsByCode(request)) return v1::ACCESS_PURPOSE_PRESENTED_CODE;
  return self.agency_kind() == domain::AgencyKind::kConsular ? v1::ACCESS_PURPOSE_CONSULAR_CHECK
                                                             : v1::ACCESS_PURPOSE_PROTECTIVE_CHECK;
}

ExitCode CodeOf(v1::CheckOutcome outcome) {
  if (outcome == v1::CHECK_OUTCOME_HOLD) return ExitCode::kHold;
  if (outcome == v1::CHECK_OUTCOME_NO_RECORD) return ExitCode::kDone;
  return ExitCode::kIncomplete;
}

void ShowAnswer(CommandContext& context, const v1::CheckStatusResponse& response) {
  if (context.options.json) {
    PrintJson(context.terminal, response);
  } else {
    PrintCheckAnswer(response, context.terminal);
  }
}

// What the officer needs to know of an answer that is like the one before.
std::string SummaryOf(const v1::CheckStatusResponse& response) {
  std::string summary = v1::CheckOutcome_Name(response.outcome());
  for (const auto& line : response.consultations()) {
    absl::StrAppend(&summary, "|", line.party(), ":", static_cast<int>(line.status()), ":", line.reason());
  }
  for (const std::string& reason : response.incomplete_reasons()) absl::StrAppend(&summary, "|", reason);
  return summary;
}

v1::AwaitStatusRequest KeptOpen(const v1::CheckStatusRequest& request, int64_t needed_until) {
  v1::AwaitStatusRequest open;
  *open.mutable_person() = request.person();
  open.set_measure(request.measure());
  open.set_stage(request.stage());
  open.set_file_number(request.file_number());
  open.set_person_present(request.person_present());
  open.set_needed_until(needed_until);
  return open;
}

// The last answer of a check that is kept open for so long; every one that differs is shown. As JSON, a line each.
absl::StatusOr<v1::CheckStatusResponse> WaitForAnswer(CommandContext& context, const NodeConnection& connection,
                                                      const v1::CheckStatusRequest& request, int64_t minutes,
                                                      KeptReceipt& receipt) {
  v1::CheckStatusResponse last;
  std::string shown;
  const absl::Status ended =
      KeepCheckOpen(context, connection, KeptOpen(request, context.now() + minutes * 60),
                    PurposeOf(request, connection.self()), [&](const v1::CheckStatusResponse& answer) {
                      last = answer;
                      if (context.options.json) {
                        context.terminal.out() << ToJson(answer).dump() << std::endl;
                      } else if (std::string summary = SummaryOf(answer); summary != shown) {
                        if (!shown.empty()) context.terminal.out() << "\n";
                        PrintCheckAnswer(answer, context.terminal);
                        context.terminal.out() << std::flush;
                        shown = std::move(summary);
                      }
                      receipt.Keep(answer);
                    });
  if (!ended.ok()) return ended;
  return last;
}

absl::StatusOr<v1::CheckStatusResponse> AskOnce(const NodeConnection& connection,
                                                const v1::CheckStatusRequest& request) {
  return connection.Call<v1::StatusService>(&v1::StatusService::StubInterface::CheckStatus, request,
                                            PurposeOf(request, connection.self()));
}

// What to do where a question has no answer; on out() too where an answer to another one stands there, which would else
// be read alone.
std::string NoAnswerText(const NodeConnection& connection) {
  return absl::StrCat("NO ANSWER. PAUSE the measure and ask by telephone",
                      connection.call().empty() ? "" : ", " + Printable(connection.call()),
                      ": no answer is no permission.\n");
}

absl::Status NoAnswer(const CommandContext& context, const NodeConnection& connection, absl::Status why) {
  if (!context.options.json) context.terminal.err() << NoAnswerText(connection);
  return why;
}

absl::StatusOr<ExitCode> CheckByOne(CommandContext& context, const NodeConnection& connection,
                                    const v1::CheckStatusRequest& request, const CheckArguments& arguments) {
  KeptReceipt receipt(arguments.receipt, context.terminal);
  absl::StatusOr<v1::CheckStatusResponse> response;
  if (arguments.wait_minutes > 0) {
    response = WaitForAnswer(context, connection, request, arguments.wait_minutes, receipt);
  } else {
    response = AskOnce(connection, request);
    if (response.ok()) {
      ShowAnswer(context, *response);
      receipt.Keep(*response);
    }
  }
  if (!response.ok()) return NoAnswer(context, connection, response.status());
  if (receipt.kept() && !context.options.json) context.terminal.out() << "Receipt: " << arguments.receipt << "\n";
  return CodeOf(response->outcome());
}

// One of the questions about the same person, answered.
struct OneAnswer {
  bool by_code = false;
  v1::CheckStatusResponse response;
};

// HOLD before INCOMPLETE before NO_RECORD.
int Strength(const OneAnswer& answer) {
  switch (CodeOf(answer.response.outcome())) {
    case ExitCode::kHold:
      return 2;
    case ExitCode::kDone:
      return 0;
    default:
      return 1;
  }
}

std::string_view AskedBy(bool by_code) { return by_code ? "the code" : "the document or name"; }

void ShowAnswers(const CommandContext& context, const std::vector<OneAnswer>& answers) {
  if (context.options.json) {
    Json checks = Json::array();
    for (const OneAnswer& one : answers) {
      checks.push_back({{"by_code", one.by_code}, {"answer", ToJson(one.response)}});
    }
    context.terminal.out() << Json({{"checks", std::move(checks)}}).dump(2) << "\n";
    return;
  }
  for (const OneAnswer& one : answers) {
    const bool first = &one == &answers.front();
    if (!first) {
      context.terminal.out() << "\nAsked by " << AskedBy(one.by_code)
                             << " too. The stronger answer stands: the one above. This one alone is:\n";
    }
    PrintCheckAnswer(one.response, context.terminal);
  }
}

// Both questions; the stronger answer stands and is shown first. Where one has no answer, the other clears nobody.
absl::StatusOr<ExitCode> CheckByBoth(CommandContext& context, const NodeConnection& connection,
                                     const std::vector<v1::CheckStatusRequest>& requests,
                                     const CheckArguments& arguments) {
  std::vector<OneAnswer> answers;
  absl::Status failed;
  for (const v1::CheckStatusRequest& request : requests) {
    absl::StatusOr<v1::CheckStatusResponse> response = AskOnce(connection, request);
    failed.Update(response.status());
    if (response.ok()) answers.push_back({IsByCode(request), *std::move(response)});
  }
  if (answers.empty()) return NoAnswer(context, connection, failed);
  std::ranges::stable_sort(answers, std::ranges::greater(), Strength);
  const ExitCode strongest = CodeOf(answers.front().response.outcome());
  const bool open = !failed.ok() && strongest != ExitCode::kHold;
  if (open && !context.options.json) {
    context.terminal.out() << "The question by " << AskedBy(!answers.front().by_code) << ": "
                           << NoAnswerText(connection) << "By " << AskedBy(answers.front().by_code) << " alone:\n\n";
  }
  ShowAnswers(context, answers);
  for (const OneAnswer& one : answers) {
    if (arguments.receipt.empty()) break;
    const std::string path = absl::StrCat(arguments.receipt, one.by_code ? ".code" : "");
    KeptReceipt receipt(path, context.terminal);
    receipt.Keep(one.response);
    if (receipt.kept() && !context.options.json) context.terminal.out() << "Receipt: " << path << "\n";
  }
  if (open) return failed;
  if (!failed.ok() && !context.options.json) {
    context.terminal.err() << "The other question has no answer; HOLD stands.\n";
  }
  return strongest;
}

absl::StatusOr<ExitCode> Check(CommandContext& context, const CheckArguments& arguments) {
  if (arguments.wait_minutes > 0 && arguments.person.with_code()) {
    return WrongInput(
        "--wait keeps one question open: ask by both without it, then with it by the one whose answer is INCOMPLETE");
  }
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto requests = MakeRequests(arguments, context.terminal);
  if (!requests.ok()) return requests.status();
  if (requests->size() == 1) return CheckByOne(context, *connection, requests->front(), arguments);
  return CheckByBoth(context, *connection, *requests, arguments);
}

}  // namespace

void AddCheckCommand(CLI::App& app, CommandContext& context) {
  AddCommand<CheckArguments>(
      app, context, "check",
      "ask before a measure; without a source it asks on the terminal (exit code 10 HOLD, 11 INCOMPLETE)",
      "vsx check\n  vsx check --mrz-from - --measure removal --stage immigration --file-number F-17 --present "
      "--receipt F-17.receipt",
      [](CLI::App& command, CheckArguments& arguments) {
        DeclarePersonAndCodeSources(command, arguments.person);
        command.add_option("--measure", arguments.measure, EnumChoices(v1::Measure_descriptor()))->type_name("WORD");
        command.add_option("--stage", arguments.stage, EnumChoices(v1::Stage_descriptor()))->type_name("WORD");
        command.add_option("--file-number", arguments.file_number, "your case-file number; no name")->type_name("TEXT");
        command.add_flag("--present", arguments.present, "the person stands before you")
            ->excludes(command.add_flag("--absent", arguments.absent, "the person does not stand before you"));
        command
            .add_option("--wait", arguments.wait_minutes,
                        "while INCOMPLETE, let the node ask again for so many minutes (1 to 1440), and show what "
                        "changes; each call counts as a check of your day, 15 at most in 1440 minutes")
            ->type_name("MINUTES")
            ->check(CLI::Range(int64_t{1}, int64_t{1440}).description(""));
        command
            .add_option(
                "--receipt", arguments.receipt,
                "write the signed receipt to this new file; that of a code asked beside a document to FILE.code")
            ->type_name("FILE");
      },
      Check);
}

}  // namespace vsx::cli
