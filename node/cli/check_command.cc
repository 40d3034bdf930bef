#include <algorithm>
#include <cstdint>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "node/cli/case_printing.h"
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

absl::StatusOr<v1::CheckStatusRequest> MakeRequest(const CheckArguments& arguments, Terminal& terminal) {
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
  const auto person = ReadPerson(arguments.person, terminal);
  if (!person.ok()) return person.status();
  request.set_measure(*measure);
  request.set_stage(*stage);
  request.set_file_number(*file_number);
  request.set_person_present(!arguments.absent);
  *request.mutable_person() = *person;
  return request;
}

v1::AccessPurpose PurposeOf(const v1::CheckStatusRequest& request, const domain::PartyUri& self) {
  if (request.person().query_case() == v1::PersonQuery::kReferenceCode) return v1::ACCESS_PURPOSE_PRESENTED_CODE;
  return self.agency_kind() == domain::AgencyKind::kConsular ? v1::ACCESS_PURPOSE_CONSULAR_CHECK
                                                             : v1::ACCESS_PURPOSE_PROTECTIVE_CHECK;
}

std::string DeskText(const v1::ContactDesk& desk) {
  std::string text = absl::StrCat(desk.name(), ", ", desk.telephone());
  if (desk.languages_size() > 0) absl::StrAppend(&text, " (", JoinOrNone(desk.languages()), ")");
  return Printable(text);
}

bool EverybodyWasConsulted(const v1::CheckStatusResponse& response) {
  return response.consultations_size() > 0 &&
         std::ranges::all_of(response.consultations(), [](const v1::PartyConsultation& line) {
           return line.status() == v1::CONSULTATION_STATUS_CONSULTED;
         });
}

// What stands against an answer, and what to do about it.
std::string IncompleteText(const std::string& reason) {
  if (reason == "PARTIAL_DATE") {
    return "Only a part of the birth date was given: ask again with the full date, or by a document.";
  }
  if (reason == "OWN_CLOCK")
    return "The other Parties did not confirm your node's clock: tell its operator if that stays so.";
  if (reason == "TRUST_DOCUMENTS") {
    return "What says at your State's node who is in the federation has expired: tell its operator.";
  }
  return "Also: " + absl::AsciiStrToLower(absl::StrReplaceAll(Printable(reason), {{"_", " "}}));
}

void PrintHeadline(const v1::CheckStatusResponse& response, Terminal& terminal) {
  std::ostream& out = terminal.out();
  switch (response.outcome()) {
    case v1::CHECK_OUTCOME_HOLD:
      out << terminal.Styled(Style::kAlarm, " HOLD ") << "  STOP. Do not go on with the measure.\n";
      return;
    case v1::CHECK_OUTCOME_NO_RECORD:
      out << terminal.Styled(Style::kBold, " NO RECORD ") << "  Every Party was asked and none has a record.\n";
      return;
    default:
      // An outcome that this version does not know must not read as a permission.
      out << terminal.Styled(Style::kCaution, " INCOMPLETE ") << "  PAUSE. "
          << (EverybodyWasConsulted(response) ? "Everybody was asked, and still: " : "Not everybody could be asked: ")
          << "this is not a permission to go on.\n";
  }
  for (const std::string& reason : response.incomplete_reasons()) out << "  " << IncompleteText(reason) << "\n";
}

// How far a receiving Party has come whose identification the node does not answer as recognised.
std::string ProgressText(v1::CaseStatus status) {
  switch (status) {
    case v1::CASE_STATUS_PRESUMED:
    case v1::CASE_STATUS_UNDER_ASSESSMENT:
      return "not yet formally identified there";
    case v1::CASE_STATUS_IDENTIFIED:
      return "confirm the identification with it";
    default:
      return "whether it has formally identified is not known here";
  }
}

// What the match is worth in law. Nothing here is ever less than HOLD.
std::string StandingText(const v1::StatusMatch& match) {
  if (match.own_case()) return "your own State's record; HOLD stands";
  if (match.recognised_under_14_2()) return "to be respected and recognised under ACTIP Art. 14(2)";
  switch (match.capacity()) {
    case v1::CAPACITY_RECEIVING:
      return absl::StrCat("receiving Party; ", ProgressText(match.status()), "; HOLD stands");
    case v1::CAPACITY_TRANSIT:
    case v1::CAPACITY_SENDING:
      return Words(match.capacity()) + " Party, not the receiving Party of ACTIP Art. 14(2); HOLD stands all the same";
    default:
      return "in which capacity that Party acts is not known here; HOLD stands all the same";
  }
}

std::string_view FoundWhere(const v1::StatusMatch& match) {
  if (match.own_case()) return "; a case of your own State";
  // What a delivered copy says stands in its index too; a source that this version does not know is not explained.
  switch (match.source()) {
    case v1::MATCH_SOURCE_DELIVERED_COPY:
      return "; notified by that Party";
    case v1::MATCH_SOURCE_BLIND_INDEX:
      return "; found in that Party's index, which does not tell it whom you asked about";
    default:
      return "";
  }
}

void PrintMatch(const v1::StatusMatch& match, Terminal& terminal) {
  std::ostream& out = terminal.out();
  std::string by;
  for (const int cls : match.handle_classes())
    absl::StrAppend(&by, by.empty() ? "" : " and ", Words(static_cast<v1::HandleClass>(cls)));
  out << "\n"
      << terminal.Styled(Style::kBold, "Match: " + Printable(match.issuing_party())) << "  " << Words(match.status())
      << ", " << Words(match.age_class()) << ", "
      << (match.date_identified().empty() ? "date not given" : Printable(match.date_identified())) << "\n  "
      << (match.mark() == v1::HANDLE_MARK_EXACT ? "exact match" : "POSSIBLE match") << " by " << by << FoundWhere(match)
      << "\n  " << StandingText(match) << "\n";
  for (const int qualification : match.qualifications()) {
    out << "  mind: " << Words(static_cast<v1::Qualification>(qualification))
        << "; confirm with the issuing authority. HOLD stands.\n";
  }
}

// Whether it is worth while to ask that Party again, and when.
std::string PassingText(const v1::PartyConsultation& line) {
  if (line.next_capacity_at() > 0) return "ask again after " + FormatTimeUp(line.next_capacity_at());
  return line.status() == v1::CONSULTATION_STATUS_TRANSIENT ? "perhaps: ask again" : "no";
}

void PrintAnswer(const v1::CheckStatusResponse& response, Terminal& terminal) {
  std::ostream& out = terminal.out();
  PrintHeadline(response, terminal);
  std::set<std::string> desks;
  for (const auto& match : response.matches()) {
    if (!match.has_desk() || !desks.insert(match.issuing_party() + match.desk().desk_id()).second) continue;
    out << "  Call now: " << Printable(match.issuing_party()) << "  " << DeskText(match.desk()) << "\n";
  }
  if (response.advice_size() > 0) out << "\nWhat to do\n";
  for (const auto& advice : response.advice()) out << "  - " << Printable(advice.text()) << "\n";
  for (const auto& match : response.matches()) PrintMatch(match, terminal);

  std::vector<std::vector<std::string>> rows = {{"PARTY", "WILL IT PASS BY ITSELF", "WHY"}};
  for (const auto& line : response.consultations()) {
    if (line.status() == v1::CONSULTATION_STATUS_CONSULTED) {
      out << "\nConsulted: " << Printable(line.party()) << ", as of " << FormatTime(line.as_of());
      continue;
    }
    rows.push_back(
        {line.party(), PassingText(line), absl::AsciiStrToLower(absl::StrReplaceAll(line.reason(), {{"_", " "}}))});
  }
  out << "\n";
  if (rows.size() > 1) {
    out << "Not consulted\n";
    PrintTable(out, rows);
  }
  if (response.member_states_outside_size() > 0) {
    out << "Not in the federation: " << Printable(JoinOrNone(response.member_states_outside())) << "\n";
  }
  out << "\nValid until " << FormatTime(response.valid_until()) << "; ask again after that.\n"
      << "Absence of a record is no evidence. Screen with indicators.\n";
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
    PrintAnswer(response, context.terminal);
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
                        PrintAnswer(answer, context.terminal);
                        context.terminal.out() << std::flush;
                        shown = std::move(summary);
                      }
                      receipt.Keep(answer);
                    });
  if (!ended.ok()) return ended;
  return last;
}

absl::StatusOr<v1::CheckStatusResponse> AskOnce(CommandContext& context, const NodeConnection& connection,
                                                const v1::CheckStatusRequest& request, KeptReceipt& receipt) {
  auto response = connection.Call<v1::StatusService>(&v1::StatusService::StubInterface::CheckStatus, request,
                                                     PurposeOf(request, connection.self()));
  if (!response.ok()) return response;
  ShowAnswer(context, *response);
  receipt.Keep(*response);
  return response;
}

absl::StatusOr<ExitCode> Check(CommandContext& context, const CheckArguments& arguments) {
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto request = MakeRequest(arguments, context.terminal);
  if (!request.ok()) return request.status();
  KeptReceipt receipt(arguments.receipt, context.terminal);
  const auto response = arguments.wait_minutes > 0
                            ? WaitForAnswer(context, *connection, *request, arguments.wait_minutes, receipt)
                            : AskOnce(context, *connection, *request, receipt);
  if (!response.ok()) {
    if (!context.options.json) {
      context.terminal.err() << "NO ANSWER. PAUSE the measure and ask by telephone: no answer is no permission.\n";
    }
    return response.status();
  }
  if (receipt.kept() && !context.options.json) context.terminal.out() << "Receipt: " << arguments.receipt << "\n";
  return CodeOf(response->outcome());
}

}  // namespace

void AddCheckCommand(CLI::App& app, CommandContext& context) {
  AddCommand<CheckArguments>(
      app, context, "check",
      "ask before a measure; without a source it asks on the terminal (exit code 10 HOLD, 11 INCOMPLETE)",
      "vsx check\n  vsx check --mrz-from - --measure removal --stage immigration --file-number F-17 --receipt "
      "F-17.receipt",
      [](CLI::App& command, CheckArguments& arguments) {
        DeclarePersonSources(command, arguments.person);
        command.add_option("--measure", arguments.measure, EnumChoices(v1::Measure_descriptor()))->type_name("WORD");
        command.add_option("--stage", arguments.stage, EnumChoices(v1::Stage_descriptor()))->type_name("WORD");
        command.add_option("--file-number", arguments.file_number, "your case-file number; no name")->type_name("TEXT");
        command.add_flag("--absent", arguments.absent, "the person does not stand before you");
        command
            .add_option("--wait", arguments.wait_minutes,
                        "while INCOMPLETE, let the node ask again for so many minutes (1 to 1440), and show what "
                        "changes; each call counts as a check of your day, 15 at most in 1440 minutes")
            ->type_name("MINUTES")
            ->check(CLI::Range(int64_t{1}, int64_t{1440}).description(""));
        command.add_option("--receipt", arguments.receipt, "write the signed receipt to this new file")
            ->type_name("FILE");
      },
      Check);
}

}  // namespace vsx::cli
