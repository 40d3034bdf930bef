#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/cli/case_commands.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/consent_interview.h"
#include "node/cli/enum_words.h"
#include "node/cli/exit_code.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"
#include "node/cli/node_connection.h"
#include "node/cli/text_layout.h"
#include "node/domain/error.h"
#include "vsx/v1/case.grpc.pb.h"

// vsx consent interview | preview | record | amend | withdraw
namespace vsx::cli {
namespace {

using Cases = v1::CaseService::StubInterface;

struct ConsentArguments : CaseArguments {
  std::string from;
};

void DeclareCaseAndFile(CLI::App& command, ConsentArguments& arguments) {
  DeclareCase(command, arguments);
  command.add_option("--from", arguments.from, "FILE or -: JSON or TOML with the fields of v1.ConsentInput")
      ->required()
      ->type_name("FILE");
}

absl::StatusOr<v1::ConsentInput> ReadConsent(const std::string& path, CommandContext& context) {
  const auto text = ReadFileOrInput(path, context.terminal);
  if (!text.ok()) return text.status();
  const auto json = ParseJsonOrToml(*text);
  if (!json.ok()) return json.status();
  v1::ConsentInput consent;
  if (auto status = FromJson(*json, &consent); !status.ok()) return status;
  if (consent.informed_at() == 0) consent.set_informed_at(context.now());
  return consent;
}

absl::StatusOr<v1::GetCaseResponse> GetCase(const NodeConnection& connection, const std::string& case_id) {
  v1::GetCaseRequest request;
  request.set_case_id(case_id);
  return connection.Call<v1::CaseService>(&Cases::GetCase, request, kCaseManagement);
}

absl::StatusOr<v1::PreviewConsentResponse> Preview(const NodeConnection& connection, const std::string& case_id,
                                                   const v1::ConsentInput& consent) {
  v1::PreviewConsentRequest request;
  request.set_case_id(case_id);
  *request.mutable_consent() = consent;
  return connection.Call<v1::CaseService>(&Cases::PreviewConsent, request, kCaseManagement);
}

absl::StatusOr<ExitCode> Record(CommandContext& context, const NodeConnection& connection, const std::string& case_id,
                                const v1::ConsentInput& consent, uint32_t expected_version) {
  v1::RecordConsentRequest request;
  request.set_case_id(case_id);
  *request.mutable_consent() = consent;
  request.set_expected_version(expected_version);
  const auto response = connection.Call<v1::CaseService>(&Cases::RecordConsent, request, kCaseManagement);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  out << context.terminal.Styled(Style::kBold, absl::StrCat("Recorded: consent version ", response->consent_version()))
      << "\n";
  PrintEffects(out, response->effects());
  PrintQueued(out, consent, *response);
  PrintRecall(out, response->recall());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> RunInterview(CommandContext& context, const ConsentArguments& arguments) {
  const auto case_id = ParseCaseId(arguments.case_id);
  if (!case_id.ok()) return case_id.status();
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto known = GetCase(*connection, *case_id);
  if (!known.ok()) return known.status();
  InterviewCase about;
  about.own_party = connection->self().party().value();
  about.sending_parties.assign(known->person().sending_parties().begin(), known->person().sending_parties().end());
  about.child = known->summary().age_class() != v1::AGE_CLASS_ADULT;
  about.answered = known->summary().consent_state() == v1::CONSENT_STATE_ANSWERED;
  about.before = known->consent();
  about.now = context.now();
  const auto consent = LeadConsentInterview(
      about, [&](const v1::ConsentInput& input) { return Preview(*connection, *case_id, input); }, context.terminal);
  if (!consent.ok()) return consent.status();
  return Record(context, *connection, *case_id, *consent, known->summary().consent_version());
}

absl::StatusOr<ExitCode> RunPreview(CommandContext& context, const ConsentArguments& arguments) {
  const auto case_id = ParseCaseId(arguments.case_id);
  if (!case_id.ok()) return case_id.status();
  const auto consent = ReadConsent(arguments.from, context);
  if (!consent.ok()) return consent.status();
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = Preview(*connection, *case_id, *consent);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  context.terminal.out() << "This is what these answers would mean. Nothing was recorded.\n";
  PrintEffects(context.terminal.out(), response->effects());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> RunRecord(CommandContext& context, const ConsentArguments& arguments) {
  const auto case_id = ParseCaseId(arguments.case_id);
  if (!case_id.ok()) return case_id.status();
  const auto consent = ReadConsent(arguments.from, context);
  if (!consent.ok()) return consent.status();
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto known = GetCase(*connection, *case_id);
  if (!known.ok()) return known.status();
  return Record(context, *connection, *case_id, *consent, known->summary().consent_version());
}

struct AmendArguments : ConsentArguments {
  std::vector<std::string> lift;
  std::vector<std::string> not_feared;
  bool preview = false;
};

// "KHM:protective-check:deny"; "any" stands for every Party, or any purpose.
absl::StatusOr<v1::ConsentDirective> ParseDirective(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() != 3)
    return WrongInput("--lift is written as PARTY:PURPOSE:EFFECT, for example KHM:protective-check:deny");
  v1::ConsentDirective directive;
  if (parts[0] != "any") directive.set_party(absl::AsciiStrToUpper(parts[0]));
  if (parts[1] != "any") {
    const auto purpose = ParseWords<v1::Purpose>("the purpose of --lift", parts[1]);
    if (!purpose.ok()) return purpose.status();
    directive.set_purpose(*purpose);
  }
  const auto effect = ParseWords<v1::ConsentEffect>("the effect of --lift", parts[2]);
  if (!effect.ok()) return effect.status();
  directive.set_effect(*effect);
  return directive;
}

// An amendment that only a whole interview can make says how to hold it.
absl::Status SayHowToAskAgain(const absl::Status& refused, const std::string& case_id) {
  const std::string reason = domain::ErrorReason(refused);
  if (reason != "ASK_AGAIN" && reason != "ASK_FIRST" && reason != "NOT_ASKED") return refused;
  const std::string message(refused.message());
  return WithExitCode(domain::Error(refused.code(), reason, domain::ErrorField(refused),
                                    absl::StrCat(message, ". With: vsx consent interview ", case_id,
                                                 ", or from a file: vsx consent record ", case_id, " --from FILE")),
                      ExitCodeOf(refused));
}

absl::StatusOr<ExitCode> RunAmend(CommandContext& context, const AmendArguments& arguments) {
  v1::AmendConsentRequest request;
  const auto case_id = ParseCaseId(arguments.case_id);
  if (!case_id.ok()) return case_id.status();
  request.set_case_id(*case_id);
  for (const auto& text : arguments.lift) {
    const auto directive = ParseDirective(text);
    if (!directive.ok()) return directive.status();
    *request.add_lifted() = *directive;
  }
  for (const auto& party : arguments.not_feared) request.add_no_longer_feared(absl::AsciiStrToUpper(party));
  const auto additions = ReadConsent(arguments.from, context);
  if (!additions.ok()) return additions.status();
  *request.mutable_additions() = *additions;
  request.set_preview_only(arguments.preview);
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto known = GetCase(*connection, *case_id);
  if (!known.ok()) return known.status();
  request.set_expected_version(known->summary().consent_version());
  const auto response = connection->Call<v1::CaseService>(&Cases::AmendConsent, request, kCaseManagement);
  if (!response.ok()) return SayHowToAskAgain(response.status(), arguments.case_id);
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  if (arguments.preview) {
    out << "This is what would change. Nothing was recorded.\n";
  } else {
    out << context.terminal.Styled(Style::kBold,
                                   absl::StrCat("Recorded: consent version ", response->consent_version()))
        << "\n";
  }
  if (response->changes_size() == 0) out << "Nothing changes for any Party or purpose.\n";
  for (const auto& change : response->changes()) {
    out << "  " << Printable(change.after().party()) << "  " << Words(change.after().purpose()) << ": "
        << (change.before().allowed() ? "yes" : "no") << " -> " << (change.after().allowed() ? "yes" : "no");
    if (!change.after().effect_text().empty()) out << ". " << Printable(change.after().effect_text());
    out << "\n";
  }
  if (!arguments.preview) out << "Notices are queued for: " << Printable(JoinOrNone(response->queued_for())) << "\n";
  PrintRecall(out, response->recall());
  return ExitCode::kDone;
}

struct WithdrawArguments : ConsentArguments {
  std::vector<std::string> parties;
  bool code_too = false;
  bool yes = false;
};

absl::StatusOr<ExitCode> RunWithdraw(CommandContext& context, const WithdrawArguments& arguments) {
  v1::WithdrawConsentRequest request;
  const auto case_id = ParseCaseId(arguments.case_id);
  if (!case_id.ok()) return case_id.status();
  request.set_case_id(*case_id);
  for (const auto& party : arguments.parties) request.add_parties(absl::AsciiStrToUpper(party));
  request.set_reference_code_too(arguments.code_too);
  Terminal& terminal = context.terminal;
  if (!arguments.yes) {
    if (!terminal.interactive()) return WrongInput("withdrawing stops sharing at once: confirm with --yes");
    const auto sure = terminal.AskYesNo(
        absl::StrCat("Stop sharing at once with ",
                     arguments.parties.empty() ? "every Party abroad" : JoinOrNone(request.parties()),
                     ", and recall what was sent? What was read before cannot be unread; tell her so.",
                     arguments.code_too ? " A reference code that she shows there ends too."
                                        : " A reference code that she shows there still works: --code-too ends that."),
        false);
    if (!sure.ok()) return sure.status();
    if (!*sure) return WrongInput("not withdrawn: nothing was sent");
  }
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = connection->Call<v1::CaseService>(&Cases::WithdrawConsent, request, kCaseManagement);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(terminal, *response);
    return ExitCode::kDone;
  }
  terminal.out() << terminal.Styled(Style::kBold,
                                    absl::StrCat("Withdrawn: consent version ", response->consent_version()))
                 << "\n";
  PrintRecall(terminal.out(), response->recall());
  if (!response->tell_the_person().empty())
    terminal.out() << "Tell the person: " << Printable(response->tell_the_person()) << "\n";
  return ExitCode::kDone;
}

}  // namespace

void AddConsentCommands(CLI::App& app, CommandContext& context) {
  const std::string id = "00112233445566778899aabbccddeeff";
  CLI::App* area =
      AddArea(app, "consent", "ask the person who may know, and record what she says", "vsx consent interview " + id);
  AddCommand<ConsentArguments>(*area, context, "interview",
                               "ask her, Party by Party; shows what each answer means before recording",
                               "vsx consent interview " + id, DeclareCase, RunInterview);
  AddCommand<ConsentArguments>(*area, context, "preview", "say what answers would mean; records nothing",
                               "vsx consent preview " + id + " --from answers.json", DeclareCaseAndFile, RunPreview);
  AddCommand<ConsentArguments>(*area, context, "record", "record answers from a file",
                               "vsx consent record " + id + " --from answers.json", DeclareCaseAndFile, RunRecord);
  AddCommand<AmendArguments>(
      *area, context, "amend", "add to answers on record; a refusal ends only where it is expressly lifted",
      "vsx consent amend " + id + " --from additions.json --lift KHM:protective-check:deny --preview",
      [](CLI::App& command, AmendArguments& arguments) {
        DeclareCaseAndFile(command, arguments);
        command
            .add_option("--lift", arguments.lift, "PARTY:PURPOSE:EFFECT that she expressly takes back; `any` for every")
            ->type_name("DIRECTIVE")
            ->expected(1)
            ->take_all();
        command.add_option("--not-feared", arguments.not_feared, "Party that she says she no longer fears")
            ->type_name("PARTY")
            ->expected(1)
            ->take_all();
        command.add_flag("--preview", arguments.preview, "show the difference, record nothing");
      },
      RunAmend);
  AddCommand<WithdrawArguments>(
      *area, context, "withdraw", "stop sharing abroad at once, and recall what was sent",
      "vsx consent withdraw " + id + " --party KHM --yes",
      [](CLI::App& command, WithdrawArguments& arguments) {
        DeclareCase(command, arguments);
        command
            .add_option("--party", arguments.parties, "only this Party; may be repeated; default: every Party abroad")
            ->type_name("PARTY")
            ->expected(1)
            ->take_all();
        command.add_flag("--code-too", arguments.code_too, "not even with the reference code");
        command.add_flag("--yes", arguments.yes, "do not ask for confirmation");
      },
      RunWithdraw);
}

}  // namespace vsx::cli
