#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/audit_chain.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"
#include "node/cli/node_connection.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/monitoring.grpc.pb.h"

// vsx audit verify: recomputes the node's audit chain from its entries.
namespace vsx::cli {
namespace {

struct AuditArguments {
  std::string expect_head;
  std::string write_head;
  std::string entries;
};

// A place in a chain, as it is kept outside the node: whoever has it notices when the chain before it was rewritten or
// cut.
struct ChainHead {
  std::string chain_id;
  uint64_t number = 0;
  std::string hash;
};

std::string EncodeHead(const ChainHead& head) {
  const Json json = {{"format", "vsx-audit-head-v1"},
                     {"chain_id", Hex(head.chain_id)},
                     {"number", head.number},
                     {"hash", Hex(head.hash)}};
  return json.dump(2) + "\n";
}

absl::StatusOr<ChainHead> DecodeHead(const std::string& text) {
  const absl::Status wrong = WrongInput("the file of --expect-head is none that --write-head has written");
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || json.value("format", Json()) != "vsx-audit-head-v1") return wrong;
  const Json chain_id = json.value("chain_id", Json()), number = json.value("number", Json()),
             hash = json.value("hash", Json());
  if (!chain_id.is_string() || !number.is_number_unsigned() || !hash.is_string()) return wrong;
  ChainHead head{absl::HexStringToBytes(chain_id.get<std::string>()), number.get<uint64_t>(),
                 absl::HexStringToBytes(hash.get<std::string>())};
  if (head.chain_id.size() != crypto::kAuditChainIdSize || head.hash.size() != crypto::kAuditHashSize) return wrong;
  return head;
}

// Follows the chain entry by entry; holds the head reached so far.
class ChainFollower {
 public:
  // `entries`, if not null, gets each entry that holds as a line of JSON.
  ChainFollower(std::optional<ChainHead> expected, std::string* entries)
      : expected_(std::move(expected)), entries_(entries) {
    head_.hash = std::string(crypto::kAuditHashSize, '\0');
  }

  absl::Status Start(const std::string& chain_id) {
    if (chain_id.size() != crypto::kAuditChainIdSize) return VerificationFailed("the node names no sound audit chain");
    if (head_.chain_id.empty()) head_.chain_id = chain_id;
    if (head_.chain_id != chain_id)
      return VerificationFailed("the node changed to another audit chain while it was read");
    if (expected_ && expected_->chain_id != chain_id) {
      return VerificationFailed("the node shows another audit chain than the one expected");
    }
    return absl::OkStatus();
  }

  absl::Status Add(const v1::AuditRecord& record) {
    const uint64_t wanted = head_.number + 1;
    if (record.number() != wanted) return VerificationFailed(absl::StrCat("audit entry ", wanted, " is missing"));
    if (record.previous_hash() != head_.hash) {
      return VerificationFailed(absl::StrCat("audit entry ", wanted, " does not follow the one before it"));
    }
    const std::string hash =
        crypto::AuditChainHash(head_.chain_id, record.number(), record.previous_hash(), record.body());
    if (hash != record.hash())
      return VerificationFailed(absl::StrCat("audit entry ", wanted, " was changed: its hash does not fit"));
    head_.number = wanted;
    head_.hash = hash;
    if (entries_ != nullptr) {
      v1::AuditEntry entry;
      if (!entry.ParseFromString(record.body())) {
        return VerificationFailed(absl::StrCat("audit entry ", wanted, " cannot be read"));
      }
      Json json = {{"number", wanted}};
      json.update(ToJson(entry));
      absl::StrAppend(entries_, json.dump(), "\n");
    }
    if (expected_ && expected_->number == wanted && expected_->hash != hash) {
      return VerificationFailed(absl::StrCat("the chain was rewritten: entry ", wanted, " is not the one expected"));
    }
    return absl::OkStatus();
  }

  absl::Status Finish() const {
    if (expected_ && expected_->number > head_.number) {
      return VerificationFailed(
          absl::StrCat("the chain was cut: entry ", expected_->number, " is expected, the newest is ", head_.number));
    }
    return absl::OkStatus();
  }

  const ChainHead& head() const { return head_; }

 private:
  std::optional<ChainHead> expected_;
  std::string* const entries_;
  ChainHead head_;
};

absl::Status Follow(const NodeConnection& connection, ChainFollower& follower) {
  v1::ReadAuditRequest request;
  request.set_page_size(500);
  // The chain grows by being read: the head that the first page names is where this reading ends.
  std::optional<uint64_t> last;
  do {
    request.set_after_number(follower.head().number);
    const auto page = connection.Call<v1::MonitoringService>(&v1::MonitoringService::StubInterface::ReadAudit, request,
                                                             v1::ACCESS_PURPOSE_AUDIT);
    if (!page.ok()) return page.status();
    if (auto status = follower.Start(page->chain_id()); !status.ok()) return status;
    if (!last) last = page->head_number();
    if (page->head_number() < *last) return VerificationFailed("the audit chain became shorter while it was read");
    const uint64_t before = follower.head().number;
    for (const auto& record : page->records()) {
      if (auto status = follower.Add(record); !status.ok()) return status;
    }
    if (follower.head().number == page->head_number() && follower.head().hash != page->head_hash()) {
      return VerificationFailed("the head that the node names is not the chain's");
    }
    if (follower.head().number == before && before < *last) {
      return VerificationFailed(absl::StrCat("audit entry ", before + 1, " is missing"));
    }
  } while (follower.head().number < *last);
  return follower.Finish();
}

absl::StatusOr<ExitCode> VerifyAudit(CommandContext& context, const AuditArguments& arguments) {
  std::optional<ChainHead> expected;
  if (!arguments.expect_head.empty()) {
    const auto text = ReadFile(arguments.expect_head);
    if (!text.ok()) return text.status();
    auto head = DecodeHead(*text);
    if (!head.ok()) return head.status();
    expected = *std::move(head);
  }
  const auto connection = NodeConnection::Open(context.options);
  if (!connection.ok()) return connection.status();
  const bool compared = expected.has_value();
  std::string entries;
  ChainFollower follower(std::move(expected), arguments.entries.empty() ? nullptr : &entries);
  const absl::Status followed = Follow(*connection, follower);
  // Also where the chain breaks: what holds up to there is what she needs then.
  if (!arguments.entries.empty()) {
    if (auto status = WriteFile(arguments.entries, entries, /*replace=*/true); !status.ok()) return status;
  }
  if (!followed.ok()) return followed;
  const ChainHead& head = follower.head();
  if (!arguments.write_head.empty()) {
    if (auto status = WriteFile(arguments.write_head, EncodeHead(head), /*replace=*/true); !status.ok()) return status;
  }
  if (context.options.json) {
    PrintJson(context.terminal, Json{{"verified", true},
                                     {"chain_id", Hex(head.chain_id)},
                                     {"entries", head.number},
                                     {"head_hash", Hex(head.hash)},
                                     {"compared_with_expected_head", compared}});
    return ExitCode::kDone;
  }
  context.terminal.out() << context.terminal.Styled(Style::kBold, "The audit chain is whole") << ": " << head.number
                         << " entries, head " << Hex(head.hash) << "\n";
  if (!compared) {
    context.terminal.out()
        << "Nothing to compare it with was given: keep a head outside the node (--write-head FILE) and give it next "
           "time\n(--expect-head FILE), or a chain that was rewritten as a whole goes unnoticed.\n";
  }
  return ExitCode::kDone;
}

}  // namespace

void AddAuditCommands(CLI::App& app, CommandContext& context) {
  CLI::App* area = AddArea(app, "audit", "the node's record of every access (overseer)", "vsx audit verify");
  AddCommand<AuditArguments>(
      *area, context, "verify", "read the whole audit chain and recompute it (exit code 4 if it does not hold)",
      "vsx audit verify --expect-head last.head --write-head last.head",
      [](CLI::App& command, AuditArguments& arguments) {
        command.add_option("--expect-head", arguments.expect_head, "a head that an earlier run has written")
            ->type_name("FILE");
        command.add_option("--write-head", arguments.write_head, "write the head for the next run")->type_name("FILE");
        command.add_option("--entries", arguments.entries, "write the entries, one JSON object a line")
            ->type_name("FILE");
      },
      VerifyAudit);
}

}  // namespace vsx::cli
