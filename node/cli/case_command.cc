#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/cli/case_commands.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/enum_words.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"
#include "node/cli/node_connection.h"
#include "node/cli/person_input.h"
#include "node/cli/request_id.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/case.grpc.pb.h"

// vsx case register | show | list | find; the others: case_looked_command.cc, case_change_command.cc
namespace vsx::cli {

void DeclareCase(CLI::App& command, CaseArguments& arguments) {
  command.add_option("CASE", arguments.case_id, "case id, 32 digits as `vsx case list` shows it")->required();
}

namespace {

using Cases = v1::CaseService::StubInterface;

constexpr char kNoCases[] = "No cases yet. Register one with: vsx case register --from FILE\n";

struct RegisterArguments {
  std::string from;
  std::string request_id;
};

// What the own State's checks answer from now on, and by what they find the case: no more than the node says.
void PrintOwnChecks(std::ostream& out, const v1::RegisterCaseResponse& response) {
  std::vector<std::string> ways;
  for (const int cls : response.handle_classes()) {
    ways.push_back(cls == v1::HANDLE_CLASS_BIOGRAPHIC ? "name and date of birth"
                                                      : Words(static_cast<v1::HandleClass>(cls)));
  }
  const std::string by = absl::StrJoin(ways, " or ");
  if (response.own_checks().effect_code() == "OWN_OFFICERS_PROTECT") {
    out << "Your own State's checks by " << by << " answer HOLD from now on.";
  } else {
    out << "Checks can find it by " << by
        << ", but not every check of your own State answers HOLD: " << Printable(response.own_checks().effect_text());
  }
  out << " Nothing leaves your State before she was asked.\n";
}

absl::StatusOr<ExitCode> Register(CommandContext& context, const RegisterArguments& arguments) {
  Terminal& terminal = context.terminal;
  const auto text = ReadFileOrInput(arguments.from, terminal);
  if (!text.ok()) return text.status();
  const auto input = ParseJsonOrToml(*text);
  if (!input.ok()) return input.status();
  v1::RegisterCaseRequest request;
  if (auto status = FromJson(*input, request.mutable_person()); !status.ok()) return status;
  const auto request_id = RequestId(arguments.request_id);
  if (!request_id.ok()) return request_id.status();
  request.set_request_id(*request_id);
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = connection->Call<v1::CaseService>(&Cases::RegisterCase, request, kCaseManagement);
  if (!response.ok()) {
    return WithRepeat(response.status(), "Whether the case was stored is not known",
                      absl::StrCat("--request-id ", Hex(*request_id)), "which registers it once at most");
  }
  if (context.options.json) {
    PrintJson(terminal, *response);
    return ExitCode::kDone;
  }
  const std::string case_id = Hex(response->summary().case_id());
  terminal.out() << terminal.Styled(Style::kBold, "Registered: case " + case_id) << "\n"
                 << "  " << Describe(response->summary()) << "\n";
  PrintOwnChecks(terminal.out(), *response);
  terminal.out() << "Ask her now: vsx consent interview " << case_id << "\n";
  for (const auto& related : response->related_case_ids()) {
    terminal.out()
        << "Another case has the same document, code, or name and date of birth (then it may be a namesake's): "
        << Hex(related) << "\n";
  }
  if (response->recall().stopped_before_sending_size() + response->recall().recalled_size() > 0) {
    terminal.out() << "What this case says of the person binds the other one too:\n";
    PrintRecall(terminal.out(), response->recall());
  }
  return ExitCode::kDone;
}

void PrintPerson(std::ostream& out, const v1::CaseInput& person) {
  for (const auto& name : person.names()) {
    out << "  name         " << Printable(name.text()) << (name.mark() == v1::HANDLE_MARK_POSSIBLE ? " (possible)" : "")
        << "\n";
  }
  out << "  born         " << (person.birth_date().empty() ? "not known" : Printable(person.birth_date())) << "\n";
  for (const auto& document : person.documents()) {
    out << "  document     " << Printable(document.code()) << " " << Printable(document.issuing_state()) << " "
        << Printable(document.number()) << (document.mark() == v1::HANDLE_MARK_POSSIBLE ? " (possible)" : "") << "\n";
  }
  out << "  nationality  " << Printable(JoinOrNone(person.nationalities())) << "\n"
      << "  came from    " << Printable(JoinOrNone(person.sending_parties())) << "\n"
      << "  identified   " << (person.date_identified().empty() ? "not yet" : Printable(person.date_identified()))
      << "\n"
      << "  review by    " << (person.review_by().empty() ? "not set" : Printable(person.review_by())) << "\n"
      << "  desk         " << Printable(person.contact_desk_id()) << "\n";
}

absl::StatusOr<ExitCode> ShowCase(CommandContext& context, const CaseArguments& arguments) {
  v1::GetCaseRequest request;
  const auto id = ParseCaseId(arguments.case_id);
  if (!id.ok()) return id.status();
  request.set_case_id(*id);
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = connection->Call<v1::CaseService>(&Cases::GetCase, request, kCaseManagement);
  if (!response.ok()) return response.status();
  Terminal& terminal = context.terminal;
  if (context.options.json) {
    PrintJson(terminal, *response);
    return ExitCode::kDone;
  }
  std::ostream& out = terminal.out();
  out << terminal.Styled(Style::kBold, "Case " + Hex(response->summary().case_id())) << "\n  "
      << Describe(response->summary()) << "\n  registered " << FormatTime(response->summary().registered_at())
      << "\n\nPerson\n";
  PrintPerson(out, response->person());
  out << "\nStatus\n";
  for (const auto& change : response->history()) {
    out << "  " << FormatTime(change.changed_at()) << "  " << Words(change.status()) << "\n";
  }
  if (!response->has_consent()) {
    out << "\nConsent\n  She was not asked: nothing leaves your State. Ask her with: vsx consent interview "
        << arguments.case_id << "\n";
  } else {
    out << "\nConsent (recorded " << FormatTime(response->consent_recorded_at()) << ")";
    PrintEffects(out, response->effects());
  }
  out << "\nDeliveries\n";
  if (response->deliveries_size() == 0) {
    out << "  none\n";
  } else {
    PrintDeliveries(out, response->deliveries());
  }
  out << "\nReference codes handed out: " << response->reference_code_count() << "\n";
  return ExitCode::kDone;
}

std::vector<std::string> Row(const v1::CaseSummary& summary) {
  return {Hex(summary.case_id()),
          Words(summary.status()),
          Words(summary.age_class()),
          FormatTime(summary.registered_at()),
          Words(summary.consent_state()),
          summary.revoked() ? "revoked" : (summary.asking_overdue() ? "ASK HER: overdue" : "-")};
}

struct ListArguments {
  bool overdue = false;
  uint32_t limit = 200;
};

absl::StatusOr<ExitCode> List(CommandContext& context, const ListArguments& arguments) {
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  v1::ListCasesRequest request;
  request.set_asking_overdue_only(arguments.overdue);
  v1::ListCasesResponse all;
  do {
    request.set_page_size(std::min<uint32_t>(200, arguments.limit - static_cast<uint32_t>(all.cases_size())));
    auto page = connection->Call<v1::CaseService>(&Cases::ListCases, request, kCaseManagement);
    if (!page.ok()) return page.status();
    all.mutable_cases()->MergeFrom(page->cases());
    all.set_unreadable_rows(all.unreadable_rows() + page->unreadable_rows());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && static_cast<uint32_t>(all.cases_size()) < arguments.limit);
  all.set_next_page_token(request.page_token());
  if (context.options.json) {
    PrintJson(context.terminal, all);
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  PrintUnreadable(out, all.unreadable_rows());
  if (all.cases_size() == 0) {
    out << (arguments.overdue ? "No case is overdue for asking.\n" : kNoCases);
    return ExitCode::kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"CASE", "STATUS", "AGE", "REGISTERED", "CONSENT", "TO DO"}};
  for (const auto& summary : all.cases()) rows.push_back(Row(summary));
  PrintTable(out, rows);
  if (!all.next_page_token().empty()) out << "There are more: give a larger --limit.\n";
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Find(CommandContext& context, const PersonSources& sources) {
  v1::FindCasesRequest request;
  const auto person = ReadPerson(sources, context.terminal);
  if (!person.ok()) return person.status();
  *request.mutable_person() = *person;
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = connection->Call<v1::CaseService>(&Cases::FindCases, request, kCaseManagement);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  PrintUnreadable(out, response->unreadable_rows());
  if (response->cases_size() == 0) {
    out << "No own case of that person. This is no evidence about her: screen with indicators.\n";
    return ExitCode::kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"CASE", "STATUS", "AGE", "REGISTERED", "CONSENT", "TO DO", "MATCH"}};
  for (const auto& found : response->cases()) {
    auto row = Row(found.summary());
    std::string match = Words(found.mark()) + " by";
    for (const int cls : found.handle_classes()) match += " " + Words(static_cast<v1::HandleClass>(cls));
    row.push_back(match);
    rows.push_back(std::move(row));
  }
  PrintTable(out, rows);
  return ExitCode::kDone;
}

}  // namespace

void AddCaseCommands(CLI::App& app, CommandContext& context) {
  CLI::App* area = AddArea(app, "case", "register cases of your own State and look after them", "vsx case list");
  AddCommand<RegisterArguments>(
      *area, context, "register", "register a case from a file: JSON or TOML with the fields of v1.CaseInput",
      "vsx case register --from case.toml\n  vsx case register --from - < case.json",
      [](CLI::App& command, RegisterArguments& arguments) {
        command.add_option("--from", arguments.from, "FILE or - (standard input)")->required()->type_name("FILE");
        AddRequestId(command, arguments.request_id, "registers");
      },
      Register);
  AddCommand<CaseArguments>(*area, context, "show", "one case, with consent and deliveries",
                            "vsx case show 00112233445566778899aabbccddeeff", DeclareCase, ShowCase);
  AddCommand<ListArguments>(
      *area, context, "list", "own cases, without identities", "vsx case list --overdue",
      [](CLI::App& command, ListArguments& arguments) {
        command.add_flag("--overdue", arguments.overdue, "only those who were not asked in time");
        command.add_option("--limit", arguments.limit, "at most so many; default 200")
            ->type_name("N")
            ->check(CLI::Range(uint32_t{1}, uint32_t{100000}).description(""));
      },
      List);
  AddCommand<PersonSources>(*area, context, "find", "own cases of a person", "vsx case find --document-from -",
                            DeclarePersonSources, Find);
  AddCaseLookedCommand(*area, context);
  AddCaseChangeCommands(*area, context);
}

}  // namespace vsx::cli
