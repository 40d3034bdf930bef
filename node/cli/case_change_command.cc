#include <string>

#include "node/cli/case_commands.h"
#include "node/cli/case_printing.h"
#include "node/cli/enum_words.h"
#include "node/cli/node_connection.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/case.grpc.pb.h"

// vsx case upgrade | revoke | code
namespace vsx::cli {
namespace {

using Cases = v1::CaseService::StubInterface;

struct UpgradeArguments : CaseArguments {
  std::string status;
  std::string date_identified;
};

absl::StatusOr<ExitCode> Upgrade(CommandContext& context, const UpgradeArguments& arguments) {
  v1::UpgradeStatusRequest request;
  const auto id = ParseCaseId(arguments.case_id);
  if (!id.ok()) return id.status();
  const auto status = ParseWords<v1::CaseStatus>("--status", arguments.status);
  if (!status.ok()) return status.status();
  request.set_case_id(*id);
  request.set_status(*status);
  request.set_date_identified(arguments.date_identified);
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = connection->Call<v1::CaseService>(&Cases::UpgradeStatus, request, kCaseManagement);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  context.terminal.out() << "The case is now: " << Describe(response->summary())
                         << "\nNew notices are queued for: " << Printable(JoinOrNone(response->queued_for())) << "\n";
  return ExitCode::kDone;
}

struct RevokeArguments : CaseArguments {
  std::string reason;
  std::string second_officer;
  int64_t appeal_ended_at = 0;
  bool yes = false;
};

absl::StatusOr<ExitCode> Revoke(CommandContext& context, const RevokeArguments& arguments) {
  v1::RevokeCaseRequest request;
  const auto id = ParseCaseId(arguments.case_id);
  if (!id.ok()) return id.status();
  const auto reason = ParseWords<v1::RevocationReason>("--reason", arguments.reason);
  if (!reason.ok()) return reason.status();
  Terminal& terminal = context.terminal;
  if (!arguments.yes) {
    if (!terminal.interactive())
      return WrongInput("revoking ends her protection at your own State: confirm with --yes");
    const auto sure = terminal.AskYesNo("Revoking ends her protection at your own State. Revoke?", false);
    if (!sure.ok()) return sure.status();
    if (!*sure) return WrongInput("not revoked: nothing was sent");
  }
  request.set_case_id(*id);
  request.set_reason(*reason);
  request.set_second_officer(arguments.second_officer);
  request.set_appeal_ended_at(arguments.appeal_ended_at);
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = connection->Call<v1::CaseService>(&Cases::RevokeCase, request, kCaseManagement);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(terminal, *response);
    return ExitCode::kDone;
  }
  terminal.out() << "Revoked: " << Describe(response->summary())
                 << "\nParties that are told: " << Printable(JoinOrNone(response->queued_for()))
                 << ". There HOLD stands until the revocation is logged.\n";
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> IssueCode(CommandContext& context, const CaseArguments& arguments) {
  v1::IssueReferenceCodeRequest request;
  const auto id = ParseCaseId(arguments.case_id);
  if (!id.ok()) return id.status();
  request.set_case_id(*id);
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = connection->Call<v1::CaseService>(&Cases::IssueReferenceCode, request, kCaseManagement);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  context.terminal.out()
      << context.terminal.Styled(Style::kBold, Printable(response->reference_code()))
      << "\nCopy it by hand for her and read it back: it cannot be shown again. It names nothing and nobody; whoever "
         "holds it can show it to an\nofficer. She may leave it with an adviser. In which States officers can read it, "
         "says: vsx case show "
      << arguments.case_id << "\n";
  return ExitCode::kDone;
}

}  // namespace

void AddCaseChangeCommands(CLI::App& area, CommandContext& context) {
  AddCommand<UpgradeArguments>(
      area, context, "upgrade", "move a case up: presumed, under-assessment, identified",
      "vsx case upgrade 00112233445566778899aabbccddeeff --status identified --date-identified 2025-01-31",
      [](CLI::App& command, UpgradeArguments& arguments) {
        DeclareCase(command, arguments);
        command.add_option("--status", arguments.status, "under-assessment or identified")->required();
        command.add_option("--date-identified", arguments.date_identified, "day of identification, YYYY-MM-DD");
      },
      Upgrade);
  AddCommand<RevokeArguments>(
      area, context, "revoke", "revoke a case, for one of four reasons; never for want of cooperation",
      "vsx case revoke 00112233445566778899aabbccddeeff --reason issued-in-error --second-officer B-7",
      [](CLI::App& command, RevokeArguments& arguments) {
        DeclareCase(command, arguments);
        command.add_option("--reason", arguments.reason, EnumChoices(v1::RevocationReason_descriptor()))->required();
        command.add_option("--second-officer", arguments.second_officer,
                           "another officer's reference; needed unless she asked for it");
        command.add_option("--appeal-ended-at", arguments.appeal_ended_at,
                           "after a negative assessment: unix seconds when the appeal time ended");
        command.add_flag("--yes", arguments.yes, "do not ask for confirmation");
      },
      Revoke);
  AddCommand<CaseArguments>(area, context, "code", "hand out a reference code; shown once",
                            "vsx case code 00112233445566778899aabbccddeeff", DeclareCase, IssueCode);
}

}  // namespace vsx::cli
