#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "crypto/hash.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/enum_words.h"
#include "node/cli/files.h"
#include "node/cli/keystore_access.h"
#include "node/cli/message_json.h"
#include "node/cli/text_layout.h"
#include "node/cli/trust_arguments.h"
#include "node/statement/enums.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/statement_type.h"
#include "node/statement/trust_documents.h"
#include "vsx/v1/trust.pb.h"

// vsx federation record | manifest new | manifest sign | verify | show
namespace vsx::cli {
namespace {

constexpr int64_t kDaySeconds = 86400;
// Clocks of nodes may differ by so much (protocol §11): a key that starts now must not look "not yet valid" to a peer.
constexpr int64_t kClockSkewSeconds = 120;

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

struct RecordArguments {
  std::string party;
  std::string keys;
  std::string passphrase_file;
  std::vector<std::string> root_keys;
  std::string root_passphrase_file;
  std::string ca;
  std::vector<std::string> endpoints;
  std::vector<std::string> desks;
  std::vector<std::string> authorities;
  int64_t valid_days = 365;
  int64_t sealing_days = 90;
  uint64_t version = 1;
  std::string out;
};

absl::Status AddKeys(const crypto::Keystore& keystore, const RecordArguments& arguments, int64_t now,
                     v1::PartyRecord* record) {
  for (const auto& key : keystore.Describe()) {
    const v1::KeyRole role = statement::ToProto(key.role);
    if (role == v1::KEY_ROLE_UNSPECIFIED) continue;
    auto* entry = record->add_keys();
    entry->set_role(role);
    entry->set_public_key(absl::HexStringToBytes(key.public_key_hex));
    entry->set_valid_from(now - kClockSkewSeconds);
    entry->set_valid_until(now + kDaySeconds *
                                     (role == v1::KEY_ROLE_SEALING ? arguments.sealing_days : arguments.valid_days));
  }
  if (record->keys_size() == 0) return WrongInput("the keystore of --keys holds no key with a public part");
  return absl::OkStatus();
}

absl::Status AddDesk(const std::string& text, v1::PartyRecord* record) {
  const auto parts = SplitList(text, ';');
  if (parts.size() != 4) return WrongInput("--desk is written as 'id;name;telephone;languages', languages with commas");
  auto* desk = record->add_directory();
  desk->set_desk_id(parts[0]);
  desk->set_name(parts[1]);
  desk->set_telephone(parts[2]);
  for (const auto& language : SplitList(parts[3], ',')) desk->add_languages(language);
  return absl::OkStatus();
}

absl::Status AddAuthority(const std::string& text, v1::PartyRecord* record) {
  const auto parts = SplitList(text, ';');
  if (parts.size() != 2)
    return WrongInput("--authority is written as 'name;kind', for example 'Example Body;counter-trafficking'");
  const auto kind = ParseWords<v1::AgencyKind>("the kind of --authority", parts[1]);
  if (!kind.ok()) return kind.status();
  auto* authority = record->add_authorities();
  authority->set_name(parts[0]);
  authority->set_kind(*kind);
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> MakeRecord(CommandContext& context, const RecordArguments& arguments) {
  const int64_t now = context.now();
  v1::PartyRecord record;
  record.set_party(arguments.party);
  record.set_version(arguments.version);
  record.set_issued_at(now);
  record.set_expires_at(now + arguments.valid_days * kDaySeconds);
  for (const auto& endpoint : arguments.endpoints) record.add_endpoints(endpoint);
  for (const auto& desk : arguments.desks) {
    if (auto status = AddDesk(desk, &record); !status.ok()) return status;
  }
  for (const auto& authority : arguments.authorities) {
    if (auto status = AddAuthority(authority, &record); !status.ok()) return status;
  }
  auto ca = ReadFile(arguments.ca);
  if (!ca.ok()) return ca.status();
  record.set_tls_ca_pem(*std::move(ca));
  const auto keystore = OpenKeystore(arguments.keys, arguments.passphrase_file);
  if (!keystore.ok()) return keystore.status();
  if (keystore->label() != arguments.party) return WrongInput("the keystore of --keys was made for another Party");
  if (auto status = AddKeys(*keystore, arguments, now, &record); !status.ok()) return status;

  std::vector<crypto::Keystore> roots;
  std::vector<const crypto::Signer*> signers;
  for (const auto& path : arguments.root_keys) {
    auto root = OpenKeystore(path, arguments.root_passphrase_file);
    if (!root.ok()) return root.status();
    if (root->label() != arguments.party) return WrongInput(absl::StrCat(path, " was made for another Party"));
    const auto signer = root->signer(crypto::KeyRole::kRoot);
    if (!signer.ok()) return WrongInput(absl::StrCat(path, " holds no root key"));
    signers.push_back(*signer);
    roots.push_back(*std::move(root));
  }
  const auto envelope = statement::SignPartyRecord(record, signers);
  if (!envelope.ok()) return envelope.status();
  if (auto status = WriteFile(arguments.out, *envelope, /*replace=*/false); !status.ok()) return status;
  const auto document = statement::ReadPartyRecord(*envelope);
  if (!document.ok()) return document.status();
  SayPin(context, arguments.out, document->payload_sha256, "Signed Party record:");
  return ExitCode::kDone;
}

struct NewManifestArguments {
  std::vector<std::string> parties;
  std::vector<std::string> member_states;
  int64_t valid_days = 365;
  uint32_t threshold = 0;
  std::string out;
};

// The root keys in what `vsx keys show --json` prints. Errors: WrongInput.
absl::StatusOr<std::vector<std::string>> ReadRootKeys(const std::string& path, const std::string& party) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  const absl::Status wrong =
      WrongInput(absl::StrCat(path, " is not what `vsx keys show --json` prints for the root keys of ", party));
  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || json.value("party", Json()) != Json(party)) return wrong;
  const Json rows = json.value("keys", Json());
  std::vector<std::string> keys;
  for (const Json& row : rows) {
    if (!row.is_object() || row.value("role", Json()) != Json("root")) continue;
    const Json key = row.value("public_key", Json());
    if (!key.is_string()) return wrong;
    keys.push_back(absl::HexStringToBytes(key.get<std::string>()));
  }
  if (keys.empty()) return wrong;
  return keys;
}

absl::StatusOr<ExitCode> NewManifest(CommandContext& context, const NewManifestArguments& arguments) {
  v1::Manifest manifest;
  manifest.set_version(1);
  manifest.set_issued_at(context.now());
  manifest.set_expires_at(context.now() + arguments.valid_days * kDaySeconds);
  for (const auto& text : arguments.parties) {
    const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    if (parts.size() != 2) return WrongInput("--party is written as CODE=FILE, the file from `vsx keys show --json`");
    const auto keys = ReadRootKeys(parts[1], parts[0]);
    if (!keys.ok()) return keys.status();
    auto& parties = *manifest.mutable_parties();
    auto known =
        std::find_if(parties.begin(), parties.end(), [&](const auto& party) { return party.party() == parts[0]; });
    auto* party = known == parties.end() ? manifest.add_parties() : &*known;
    party->set_party(parts[0]);
    party->set_state(v1::PARTY_STATE_ACTIVE);
    party->set_root_threshold(1);
    for (const auto& key : *keys) party->add_root_keys(key);
  }
  manifest.set_threshold(arguments.threshold != 0 ? arguments.threshold
                                                  : static_cast<uint32_t>(manifest.parties_size() / 2 + 1));
  for (const auto& list : arguments.member_states) {
    for (const auto& state : SplitList(list, ',')) manifest.add_member_states(state);
  }
  const auto envelope = statement::NewManifest(manifest);
  if (!envelope.ok()) return envelope.status();
  if (auto status = WriteFile(arguments.out, *envelope, /*replace=*/false); !status.ok()) return status;
  const auto document = statement::ReadManifest(*envelope);
  if (!document.ok()) return document.status();
  SayPin(context, arguments.out, document->payload_sha256, "Manifest, not signed yet:");
  if (!context.options.json) {
    context.terminal.out() << "  " << manifest.threshold() << " of its " << manifest.parties_size()
                           << " Parties must sign: vsx federation manifest sign --manifest " << arguments.out
                           << " --root-keys root.keys\n";
  }
  return ExitCode::kDone;
}

struct SignManifestArguments {
  std::string manifest;
  std::string root_keys;
  std::string passphrase_file;
  std::string out;
};

absl::StatusOr<ExitCode> SignManifest(CommandContext& context, const SignManifestArguments& arguments) {
  const auto manifest = ReadFile(arguments.manifest);
  if (!manifest.ok()) return manifest.status();
  const auto root = OpenKeystore(arguments.root_keys, arguments.passphrase_file);
  if (!root.ok()) return root.status();
  const auto signer = root->signer(crypto::KeyRole::kRoot);
  if (!signer.ok()) return WrongInput(absl::StrCat(arguments.root_keys, " holds no root key"));
  const auto envelope = statement::AddManifestSignature(*manifest, **signer);
  if (!envelope.ok()) return envelope.status();
  const std::string& out = arguments.out.empty() ? arguments.manifest : arguments.out;
  if (auto status = WriteFile(out, *envelope, /*replace=*/arguments.out.empty()); !status.ok()) return status;
  const auto document = statement::ReadManifest(*envelope);
  if (!document.ok()) return document.status();
  SayPin(context, out, document->payload_sha256,
         absl::StrCat("Manifest with ", document->signer_ids.size(), " signature(s):"));
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Verify(CommandContext& context, const TrustArguments& arguments) {
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
absl::StatusOr<ExitCode> ShowDocument(CommandContext& context,
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

struct ShowArguments {
  std::string file;
};

absl::StatusOr<ExitCode> Show(CommandContext& context, const ShowArguments& arguments) {
  const auto bytes = ReadFile(arguments.file);
  if (!bytes.ok()) return bytes.status();
  const auto envelope = statement::DecodeEnvelope(*bytes, statement::kMaxTrustDocumentBytes);
  if (!envelope.ok()) return WrongInput(absl::StrCat(arguments.file, ": ", envelope.status().message()));
  const auto type = statement::StatementTypeOf(envelope->payload_type);
  if (type == statement::StatementType::kManifest) {
    return ShowDocument<v1::Manifest>(context, statement::ReadManifest(*bytes), ShowManifest);
  }
  if (type == statement::StatementType::kPartyRecord) {
    return ShowDocument<v1::PartyRecord>(context, statement::ReadPartyRecord(*bytes), ShowRecord);
  }
  return WrongInput(absl::StrCat(arguments.file, " is neither a manifest nor a Party record"));
}

void DeclareRecord(CLI::App& command, RecordArguments& arguments) {
  const auto many = [](CLI::Option* option) { return option->expected(1)->take_all(); };
  command.add_option("--party", arguments.party, "the Party")->required()->type_name("CODE");
  command.add_option("--keys", arguments.keys, "the node's keystore; its public parts go into the record")
      ->required()
      ->type_name("FILE");
  command.add_option("--passphrase-file", arguments.passphrase_file, "passphrase of --keys")->type_name("FILE");
  many(command.add_option("--root-keys", arguments.root_keys, "keystore with a root key; repeat for more than one")
           ->required()
           ->type_name("FILE"));
  command.add_option("--root-passphrase-file", arguments.root_passphrase_file, "passphrase of --root-keys")
      ->type_name("FILE");
  command.add_option("--ca", arguments.ca, "CA certificate of the Party's nodes and agencies, PEM")
      ->required()
      ->type_name("FILE");
  many(command.add_option("--endpoint", arguments.endpoints, "peer port; may be repeated")
           ->required()
           ->type_name("HOST:PORT"));
  many(command.add_option("--desk", arguments.desks, "'id;name;telephone;languages'; may be repeated")
           ->required()
           ->type_name("DESK"));
  many(command.add_option("--authority", arguments.authorities, "'name;kind'; may be repeated")
           ->required()
           ->type_name("AUTHORITY"));
  command.add_option("--valid-days", arguments.valid_days, "of the record and its signing keys; default 365")
      ->type_name("DAYS")
      ->check(CLI::Range(int64_t{1}, int64_t{3660}).description(""));
  command.add_option("--sealing-days", arguments.sealing_days, "of the sealing key; default 90")
      ->type_name("DAYS")
      ->check(CLI::Range(int64_t{1}, int64_t{3660}).description(""));
  command.add_option("--document-version", arguments.version, "grows with every new record; default 1")
      ->type_name("N")
      ->check(CLI::Range(uint64_t{1}, uint64_t{1} << 62).description(""));
  command.add_option("--out", arguments.out, "the new file; never overwrites")->required()->type_name("FILE");
}

}  // namespace

void AddFederationCommands(CLI::App& app, CommandContext& context) {
  CLI::App* area =
      AddArea(app, "federation", "make, sign and verify the trust documents", "vsx federation show THA.record");
  AddCommand<RecordArguments>(*area, context, "record", "make and sign a Party's own record",
                              "vsx federation record --party THA --keys node.keys --root-keys root.keys --ca ca.pem "
                              "--endpoint node.example:8443 \\\n"
                              "    --desk 'duty-desk;Example Duty Desk;+66 0 0000 0000;en,th' --authority 'Example "
                              "Body;counter-trafficking' --out THA.record",
                              DeclareRecord, MakeRecord);
  CLI::App* manifest = AddArea(*area, "manifest", "the document that names the Parties",
                               "vsx federation manifest sign --manifest manifest --root-keys root.keys");
  AddCommand<NewManifestArguments>(
      *manifest, context, "new", "write version 1, not signed yet",
      "vsx federation manifest new --party THA=THA.root.json --party KHM=KHM.root.json --party VNM=VNM.root.json \\\n"
      "    --member-state THA,KHM,VNM,LAO --out manifest",
      [](CLI::App& command, NewManifestArguments& arguments) {
        command
            .add_option("--party", arguments.parties,
                        "a Party and what `vsx keys show --json` prints for its root keys; repeat")
            ->required()
            ->type_name("CODE=FILE")
            ->expected(1)
            ->take_all();
        command
            .add_option("--member-state", arguments.member_states,
                        "every Member State, in the federation or not; repeat, or use commas")
            ->required()
            ->type_name("CODE")
            ->expected(1)
            ->take_all();
        command.add_option("--valid-days", arguments.valid_days, "default 365")
            ->type_name("DAYS")
            ->check(CLI::Range(int64_t{1}, int64_t{3660}).description(""));
        command.add_option("--threshold", arguments.threshold, "Parties that must sign; default: more than half")
            ->type_name("N");
        command.add_option("--out", arguments.out, "the new file; never overwrites")->required()->type_name("FILE");
      },
      NewManifest);
  AddCommand<SignManifestArguments>(
      *manifest, context, "sign", "add your signature",
      "vsx federation manifest sign --manifest manifest --root-keys root.keys",
      [](CLI::App& command, SignManifestArguments& arguments) {
        command.add_option("--manifest", arguments.manifest, "the manifest")->required()->type_name("FILE");
        command.add_option("--root-keys", arguments.root_keys, "keystore with your root key")
            ->required()
            ->type_name("FILE");
        command.add_option("--passphrase-file", arguments.passphrase_file, "its passphrase")->type_name("FILE");
        command.add_option("--out", arguments.out, "a new file; default: the manifest itself is replaced")
            ->type_name("FILE");
      },
      SignManifest);
  AddCommand<TrustArguments>(
      *area, context, "verify", "verify manifest and records, as a node does (exit code 4 if they do not hold)",
      "vsx federation verify --manifest manifest --sha256 HEX --record THA.record --record KHM.record",
      DeclareTrustArguments, Verify);
  AddCommand<ShowArguments>(
      *area, context, "show", "show a manifest or record, and the SHA-256 to pin", "vsx federation show manifest",
      [](CLI::App& command, ShowArguments& arguments) {
        command.add_option("FILE", arguments.file, "manifest or Party record")->required();
      },
      Show);
}

}  // namespace vsx::cli
