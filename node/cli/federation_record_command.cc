#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "node/cli/enum_words.h"
#include "node/cli/federation_commands.h"
#include "node/cli/files.h"
#include "node/cli/keystore_access.h"
#include "node/domain/index_capacity.h"
#include "node/statement/enums.h"
#include "node/statement/trust_documents.h"
#include "vsx/v1/trust.pb.h"

// vsx federation record
namespace vsx::cli {
namespace {

// Clocks of nodes may differ by so much (protocol §11): a key that starts now must not look "not yet valid" to a peer.
constexpr int64_t kClockSkewSeconds = 120;

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
  uint32_t index_capacity_step = 0;
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
  record.set_index_capacity_step(arguments.index_capacity_step);
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
  command
      .add_option("--index-capacity-step", arguments.index_capacity_step,
                  "room in each index of this Party: 1024 * 4^step cases; default 0")
      ->type_name("0-3")
      ->check(CLI::Range(uint32_t{0}, domain::kLargestCapacityStep).description(""));
  command.add_option("--out", arguments.out, "the new file; never overwrites")->required()->type_name("FILE");
}

}  // namespace

void AddRecordCommand(CLI::App& area, CommandContext& context) {
  AddCommand<RecordArguments>(area, context, "record", "make and sign a Party's own record",
                              "vsx federation record --party THA --keys node.keys --root-keys root.keys --ca ca.pem "
                              "--endpoint node.example:8443 \\\n"
                              "    --desk 'duty-desk;Example Duty Desk;+66 0 0000 0000;en,th' --authority 'Example "
                              "Body;counter-trafficking' --out THA.record",
                              DeclareRecord, MakeRecord);
}

}  // namespace vsx::cli
