#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/enum_words.h"
#include "node/cli/files.h"
#include "node/cli/node_connection.h"
#include "node/cli/pages.h"
#include "node/cli/receipt_file.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/case.grpc.pb.h"

// vsx inbox list, vsx outbox list: what came from other Parties and what goes to them.
namespace vsx::cli {
namespace {

using Cases = v1::CaseService::StubInterface;

struct InboxArguments {};

absl::StatusOr<ExitCode> ListInbox(CommandContext& context, const InboxArguments&) {
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  v1::ListInboxResponse all;
  const absl::Status listed = TakeAllPages<v1::CaseService>(
      *connection, &Cases::ListInbox, v1::ListInboxRequest(), [&](const v1::ListInboxResponse& page) {
        all.mutable_items()->MergeFrom(page.items());
        all.set_unreadable_rows(all.unreadable_rows() + page.unreadable_rows());
      });
  if (!listed.ok()) return listed;
  if (context.options.json) {
    PrintJson(context.terminal, all);
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  PrintUnreadable(out, all.unreadable_rows());
  if (all.items_size() == 0) {
    out << "No notices yet. They appear here when another Party identifies somebody who came from your State.\n";
    return ExitCode::kDone;
  }
  for (const auto& item : all.items()) {
    const auto& notice = item.notice();
    out << context.terminal.Styled(Style::kBold, "From " + Printable(item.issuing_party())) << "  "
        << Words(notice.status()) << ", " << Words(notice.age_class()) << ", received "
        << FormatTime(item.received_at()) << "\n";
    if (!notice.has_identity()) {
      out << "  without identity: she did not say that your State may know who she is. Do not search for her.\n";
    }
    for (const auto& name : notice.identity().names()) out << "  name      " << Printable(name.text()) << "\n";
    if (notice.has_identity() && !notice.identity().birth_date().empty()) {
      out << "  born      " << Printable(notice.identity().birth_date()) << "\n";
    }
    for (const auto& document : notice.identity().documents()) {
      out << "  document  "
          << Printable(absl::StrCat(document.code(), " ", document.issuing_state(), " ", document.number())) << "\n";
    }
    out << "  contact   desk " << Printable(notice.contact_desk_id()) << " of " << Printable(item.issuing_party())
        << "\n  " << (item.answers_checks() ? "answers checks of your officers with HOLD" : "answers no checks")
        << "\n";
    if (item.revocation_received())
      out << "  a revocation came; it is not in force while nothing is logged. HOLD stands.\n";
  }
  return ExitCode::kDone;
}

struct OutboxArguments {
  std::string case_id;
  std::string receipts;
};

// One file for each signed receipt, named for its delivery.
absl::Status WriteReceipts(const v1::ListDeliveriesResponse& all, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return WrongInput(absl::StrCat("cannot make the folder ", folder));
  for (const auto& delivery : all.deliveries()) {
    if (delivery.receipt_envelope().empty()) continue;
    const std::string path = (std::filesystem::path(folder) / (Hex(delivery.delivery_id()) + ".receipt")).string();
    if (auto status = WriteFile(path, EncodeReceiptFile({delivery.receipt_envelope(), {}}), /*replace=*/true);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> ListOutbox(CommandContext& context, const OutboxArguments& arguments) {
  v1::ListDeliveriesRequest request;
  if (!arguments.case_id.empty()) {
    const auto id = ParseCaseId(arguments.case_id);
    if (!id.ok()) return id.status();
    request.set_case_id(*id);
  }
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  v1::ListDeliveriesResponse all;
  const absl::Status listed = TakeAllPages<v1::CaseService>(
      *connection, &Cases::ListDeliveries, request, [&](const v1::ListDeliveriesResponse& page) {
        all.mutable_deliveries()->MergeFrom(page.deliveries());
        all.set_unreadable_rows(all.unreadable_rows() + page.unreadable_rows());
      });
  if (!listed.ok()) return listed;
  if (!arguments.receipts.empty()) {
    if (auto status = WriteReceipts(all, arguments.receipts); !status.ok()) return status;
  }
  if (context.options.json) {
    PrintJson(context.terminal, all);
    return ExitCode::kDone;
  }
  PrintUnreadable(context.terminal.out(), all.unreadable_rows());
  if (all.deliveries_size() == 0) {
    context.terminal.out() << "No deliveries yet. They begin when consent is recorded: vsx consent interview CASE\n";
    return ExitCode::kDone;
  }
  PrintDeliveries(context.terminal.out(), all.deliveries());
  return ExitCode::kDone;
}

}  // namespace

void AddExchangeCommands(CLI::App& app, CommandContext& context) {
  CLI::App* inbox = AddArea(app, "inbox", "notices from other Parties", "vsx inbox list");
  AddCommand<InboxArguments>(
      *inbox, context, "list", "notices received", "vsx inbox list", [](CLI::App&, InboxArguments&) {}, ListInbox);
  CLI::App* outbox = AddArea(app, "outbox", "deliveries to other Parties", "vsx outbox list");
  AddCommand<OutboxArguments>(
      *outbox, context, "list", "deliveries and how they stand",
      "vsx outbox list --case 00112233445566778899aabbccddeeff --receipts receipts/",
      [](CLI::App& command, OutboxArguments& arguments) {
        command.add_option("--case", arguments.case_id, "only of this case")->type_name("CASE");
        command.add_option("--receipts", arguments.receipts, "write each signed receipt into this folder")
            ->type_name("DIR");
      },
      ListOutbox);
}

}  // namespace vsx::cli
