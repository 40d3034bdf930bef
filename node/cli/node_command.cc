#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/enum_words.h"
#include "node/cli/node_connection.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/admin.grpc.pb.h"

// vsx node status | deliveries: for the operator; no answer shows a case.
namespace vsx::cli {
namespace {

using Admin = v1::AdminService::StubInterface;

struct NoArguments {};

void DeclareNothing(CLI::App&, NoArguments&) {}

absl::StatusOr<ExitCode> Status(CommandContext& context, const NoArguments&) {
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response =
      connection->Call<v1::AdminService>(&Admin::GetNodeStatus, v1::GetNodeStatusRequest(), v1::ACCESS_PURPOSE_ADMIN);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  out << context.terminal.Styled(Style::kBold, Printable(absl::StrCat(response->party(), " node ", response->node())))
      << "  version " << Printable(response->version()) << ", up since " << FormatTime(response->started_at()) << "\n"
      << "  store     " << (response->accepting_writes() ? "accepts writes" : "ACCEPTS NO WRITES") << "\n"
      << "  manifest  version " << response->manifest_version() << ", expires "
      << FormatTime(response->manifest_expires_at()) << (response->manifest_expired() ? ", EXPIRED" : "")
      << "\n            SHA-256 " << Hex(response->manifest_sha256()) << "\n"
      << "  log       " << Words(response->log_state()) << "\n"
      << "  audit     " << response->audit_head_number() << " entries\n"
      << "  Member States outside the federation: " << Printable(JoinOrNone(response->member_states_outside()))
      << "\n\n";
  std::vector<std::vector<std::string>> rows = {{"PARTY", "STATE", "RECORD", "EXPIRES"}};
  for (const auto& party : response->parties()) {
    rows.push_back({party.party(), Words(party.state()),
                    party.record_version() == 0 ? "none" : absl::StrCat("version ", party.record_version()),
                    FormatTime(party.record_expires_at()) + (party.record_expired() ? " EXPIRED" : "")});
  }
  PrintTable(out, rows);
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Deliveries(CommandContext& context, const NoArguments&) {
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response = connection->Call<v1::AdminService>(&Admin::GetOutboxStatus, v1::GetOutboxStatusRequest(),
                                                           v1::ACCESS_PURPOSE_ADMIN);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  if (response->parties_size() == 0) {
    context.terminal.out() << "No other Party is in force: nothing can be delivered.\n";
    return ExitCode::kDone;
  }
  std::vector<std::vector<std::string>> rows = {
      {"PARTY", "WAITING", "OLDEST SINCE", "NEXT ATTEMPT", "REFUSED", "LAST FAILURE"}};
  for (const auto& party : response->parties()) {
    rows.push_back({party.party(), absl::StrCat(party.pending()), FormatTime(party.oldest_queued_at()),
                    FormatTime(party.next_attempt_at()), absl::StrCat(party.refused()),
                    party.last_failure().empty() ? "-" : party.last_failure()});
  }
  PrintTable(context.terminal.out(), rows);
  return ExitCode::kDone;
}

}  // namespace

void AddNodeCommands(CLI::App& app, CommandContext& context) {
  CLI::App* area = AddArea(app, "node", "how your node is (operator)", "vsx node status");
  AddCommand<NoArguments>(*area, context, "status", "version, trust documents, store, Parties",
                          "vsx node status --json", DeclareNothing, Status);
  AddCommand<NoArguments>(*area, context, "deliveries", "deliveries waiting for each Party, as counts",
                          "vsx node deliveries", DeclareNothing, Deliveries);
}

}  // namespace vsx::cli
