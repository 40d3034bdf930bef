#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/cli/case_printing.h"
#include "node/cli/enum_words.h"
#include "node/cli/federation_commands.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"
#include "node/cli/text_layout.h"
#include "node/cli/trust_arguments.h"
#include "node/statement/enums.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/statement_type.h"
#include "node/statement/trust_documents.h"
#include "vsx/v1/trust.pb.h"

// vsx federation verify | show, and the area's beginning
namespace vsx::cli {

std::vector<std::string> SplitList(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (const auto part : absl::StrSplit(text, separator)) parts.emplace_back(absl::StripAsciiWhitespace(part));
  return parts;
}

void SayPin(CommandContext& context, const std::string& path, const std::string& sha256, const std::string& what) {
  if (context.options.json) {
    PrintJson(context.terminal, Json{{"file", path}, {"sha256", Hex(sha256)}});
    return;
  }
  context.terminal.out() << what << " " << path << "\n  SHA-256 " << Hex(sha256) << "\n";
}

namespace {

absl::StatusOr<ExitCode> VerifyDocuments(CommandContext& context, const TrustArguments& arguments) {
  const auto trust = LoadTrust(arguments);
  if (!trust.ok()) return trust.status();
  const domain::UnixTime now{context.now()};
  Json parties = Json::array();
  std::vector<std::vector<std::string>> rows = {{"PARTY", "STATE", "RECORD", "EXPIRES", "ENDPOINTS"}};
  for (const auto& party : trust->parties()) {
    const auto* record = trust->FindRecord(party.party);
    const bool expired = trust->RecordExpired(party.party, now);
    Json endpoints = Json::array();
    for (const auto& endpoint : trust->Endpoints(party.party)) endpoints.push_back(endpoint);
    rows.push_back({party.party.value(), Words(statement::ToProto(party.state)),
                    record == nullptr ? "NONE" : absl::StrCat("version ", record->version),
                    record == nullptr ? "-" : FormatTime(record->expires_at.seconds) + (expired ? " EXPIRED" : ""),
                    record == nullptr ? "-" : JoinOrNone(record->endpoints)});
    parties.push_back({{"party", party.party.value()},
                       {"state", v1::PartyState_Name(statement::ToProto(party.state))},
                       {"record_version", record == nullptr ? 0 : record->version},
                       {"record_expires_at", record == nullptr ? 0 : record->expires_at.seconds},
                       {"record_expired", expired},
                       {"endpoints", endpoints}});
  }
  std::vector<std::string> outside;
  for (const auto& state : trust->MemberStatesOutside()) outside.push_back(state.value());
  const bool expired = trust->ManifestExpired(now);
  if (context.options.json) {
    PrintJson(context.terminal, Json{{"verified", true},
                                     {"manifest_version", trust->manifest_version()},
                                     {"manifest_sha256", Hex(trust->manifest_sha256())},
                                     {"manifest_expires_at", trust->manifest_expires_at().seconds},
                                     {"manifest_expired", expired},
                                     {"parties", parties},
                                     {"member_states_outside", outside}});
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  out << context.terminal.Styled(Style::kBold, "The trust documents hold") << ": manifest version "
      << trust->manifest_version() << ", expires " << FormatTime(trust->manifest_expires_at().seconds)
      << (expired ? ". IT HAS EXPIRED: HOLD, deliveries and withdrawals go on; renew it" : "") << "\n";
  PrintTable(out, rows);
  out << "No Party speaks for: " << Printable(JoinOrNone(outside)) << "\n";
  return ExitCode::kDone;
}

void ShowManifest(const v1::Manifest& manifest, std::ostream& out) {
  out << "Manifest version " << manifest.version() << ", issued " << FormatTime(manifest.issued_at()) << ", expires "
      << FormatTime(manifest.expires_at()) << "\n  " << manifest.threshold() << " of " << manifest.parties_size()
      << " Parties must sign\n";
  for (const auto& party : manifest.parties()) {
    out << "  " << Printable(party.party()) << "  " << Words(party.state()) << ", " << party.root_threshold() << " of "
        << party.root_keys_size() << " root key(s) sign its record\n";
  }
  out << "  Member States: " << Printable(JoinOrNone(manifest.member_states())) << "\n";
}

void ShowRecord(const v1::PartyRecord& record, std::ostream& out) {
  out << "Party record of " << Printable(record.party()) << ", version " << record.version() << ", issued "
      << FormatTime(record.issued_at()) << ", expires " << FormatTime(record.expires_at())
      << "\n  endpoints: " << Printable(JoinOrNone(record.endpoints())) << "\n";
  for (const auto& key : record.keys()) {
    out << "  key   " << Words(key.role()) << " " << Hex(key.public_key()) << ", valid " << FormatTime(key.valid_from())
        << " to " << FormatTime(key.valid_until())
        << (key.distrust_from() != 0 ? ", DISTRUSTED from " + FormatTime(key.distrust_from()) : "") << "\n";
  }
  for (const auto& authority : record.authorities()) {
    out << "  authority  " << Printable(authority.name()) << " (" << Words(authority.kind()) << ")\n";
  }
  for (const auto& desk : record.directory()) {
    out << "  desk  " << Printable(desk.desk_id()) << ": " << Printable(desk.name()) << ", "
        << Printable(desk.telephone()) << " (" << Printable(JoinOrNone(desk.languages())) << ")\n";
  }
}

template <typename Message>
absl::StatusOr<ExitCode> PrintDocument(CommandContext& context,
                                       const absl::StatusOr<statement::TrustDocument<Message>>& document,
                                       void (*show)(const Message&, std::ostream&)) {
  if (!document.ok()) return document.status();
  if (context.options.json) {
    PrintJson(context.terminal, Json{{"verified", false},
                                     {"sha256", Hex(document->payload_sha256)},
                                     {"signer_ids", document->signer_ids},
                                     {"document", ToJson(document->message)}});
    return ExitCode::kDone;
  }
  std::ostream& out = context.terminal.out();
  show(document->message, out);
  out << "  signed by (as it claims): " << Printable(JoinOrNone(document->signer_ids))
      << "\n  SHA-256 to pin: " << Hex(document->payload_sha256)
      << "\nShown, not verified: use vsx federation verify.\n";
  return ExitCode::kDone;
}

struct DocumentArguments {
  std::string file;
};

absl::StatusOr<ExitCode> ShowDocument(CommandContext& context, const DocumentArguments& arguments) {
  const auto bytes = ReadFile(arguments.file);
  if (!bytes.ok()) return bytes.status();
  const auto envelope = statement::DecodeEnvelope(*bytes, statement::kMaxTrustDocumentBytes);
  if (!envelope.ok()) return WrongInput(absl::StrCat(arguments.file, ": ", envelope.status().message()));
  const auto type = statement::StatementTypeOf(envelope->payload_type);
  if (type == statement::StatementType::kManifest) {
    return PrintDocument<v1::Manifest>(context, statement::ReadManifest(*bytes), ShowManifest);
  }
  if (type == statement::StatementType::kPartyRecord) {
    return PrintDocument<v1::PartyRecord>(context, statement::ReadPartyRecord(*bytes), ShowRecord);
  }
  return WrongInput(absl::StrCat(arguments.file, " is neither a manifest nor a Party record"));
}

}  // namespace

void AddFederationCommands(CLI::App& app, CommandContext& context) {
  CLI::App* area =
      AddArea(app, "federation", "make, sign and verify the trust documents", "vsx federation show THA.record");
  AddRecordCommand(*area, context);
  AddManifestCommands(*area, context);
  AddCommand<TrustArguments>(
      *area, context, "verify", "verify manifest and records, as a node does (exit code 4 if they do not hold)",
      "vsx federation verify --manifest manifest --sha256 HEX --record THA.record --record KHM.record",
      DeclareTrustArguments, VerifyDocuments);
  AddCommand<DocumentArguments>(
      *area, context, "show", "show a manifest or record, and the SHA-256 to pin", "vsx federation show manifest",
      [](CLI::App& command, DocumentArguments& arguments) {
        command.add_option("FILE", arguments.file, "manifest or Party record")->required();
      },
      ShowDocument);
}

}  // namespace vsx::cli
