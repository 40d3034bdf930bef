#include <string>
#include <vector>

#include "node/cli/case_commands.h"
#include "node/cli/command.h"
#include "node/cli/enum_words.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"
#include "node/cli/node_connection.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/case.grpc.pb.h"

// vsx case looked
namespace vsx::cli {
namespace {

absl::StatusOr<ExitCode> Looked(CommandContext& context, const CaseArguments& arguments) {
  v1::ListAccessNoticesRequest request;
  const auto id = ParseCaseId(arguments.case_id);
  if (!id.ok()) return id.status();
  request.set_case_id(*id);
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const auto response =
      connection->Call<v1::CaseService>(&v1::CaseService::StubInterface::ListAccessNotices, request, kCaseManagement);
  if (!response.ok()) return response.status();
  if (context.options.json) {
    PrintJson(context.terminal, *response);
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  if (response->notices_size() == 0) {
    out << "No Party has told of an access.\n";
  } else {
    std::vector<std::vector<std::string>> rows = {{"DAY", "PARTY", "AUTHORITY", "FOR"}};
    for (const auto& notice : response->notices()) {
      rows.push_back(
          {Printable(notice.day()), Printable(notice.party()), Words(notice.agency_kind()), Words(notice.purpose())});
    }
    PrintTable(out, rows);
  }
  if (response->older_dropped()) out << "Older ones are not kept.\n";
  out << "\nWhat this list cannot say; read it to her:\n";
  for (const auto& limit : response->limits()) out << "  - " << Printable(limit.text()) << "\n";
  return ExitCode::kDone;
}

}  // namespace

void AddCaseLookedCommand(CLI::App& area, CommandContext& context) {
  AddCommand<CaseArguments>(area, context, "looked", "who looked: authorities of other Parties that found the case",
                            "vsx case looked 00112233445566778899aabbccddeeff", DeclareCase, Looked);
}

}  // namespace vsx::cli
