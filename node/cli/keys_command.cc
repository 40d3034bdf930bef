#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "crypto/key_role.h"
#include "crypto/keystore.h"
#include "crypto/random_source.h"
#include "node/cli/case_printing.h"
#include "node/cli/command.h"
#include "node/cli/keystore_access.h"
#include "node/cli/message_json.h"
#include "node/cli/text_layout.h"
#include "node/domain/party_code.h"

// vsx keys init | show
namespace vsx::cli {
namespace {

constexpr char kNodeRoles[] = "attestation,operations,log,witness,sealing,lookup,audit,wrapping,storage";

void PrintKeys(CommandContext& context, const crypto::Keystore& keystore) {
  if (context.options.json) {
    Json keys = Json::array();
    for (const auto& key : keystore.Describe()) {
      keys.push_back({{"role", std::string(crypto::KeyRoleName(key.role))},
                      {"key_id", key.key_id},
                      {"public_key", key.public_key_hex},
                      {"created_at", key.created_at_unix_seconds}});
    }
    PrintJson(context.terminal, Json{{"party", keystore.label()}, {"keys", keys}});
    return;
  }
  std::vector<std::vector<std::string>> rows = {{"ROLE", "KEY ID", "CREATED", "PUBLIC KEY"}};
  for (const auto& key : keystore.Describe()) {
    rows.push_back({std::string(crypto::KeyRoleName(key.role)), key.key_id.empty() ? "secret" : key.key_id,
                    FormatTime(key.created_at_unix_seconds), key.public_key_hex.empty() ? "-" : key.public_key_hex});
  }
  context.terminal.out() << "Keys of " << Printable(keystore.label()) << "\n";
  PrintTable(context.terminal.out(), rows);
}

struct InitArguments {
  std::string party;
  std::string out;
  std::string roles = kNodeRoles;
  std::string passphrase_file;
  bool root = false;
};

absl::StatusOr<ExitCode> Init(CommandContext& context, const InitArguments& arguments) {
  const auto party = domain::PartyCode::Create(arguments.party);
  if (!party.ok()) return WrongInput("--party is three capital letters, such as THA");
  std::vector<crypto::KeyRole> roles;
  const std::string wanted = arguments.root ? "root" : arguments.roles;
  for (const absl::string_view word : absl::StrSplit(wanted, ',', absl::SkipEmpty())) {
    const auto role = crypto::ParseKeyRole({word.data(), word.size()});
    if (!role.ok()) return WrongInput(absl::StrCat("--roles knows: root,", kNodeRoles));
    roles.push_back(*role);
  }
  // Said before a passphrase is thought up; the write itself refuses too.
  if (std::filesystem::exists(arguments.out)) {
    return WrongInput(absl::StrCat(arguments.out, " exists already: keys are never overwritten"));
  }
  crypto::SystemRandomSource random;
  const auto keystore = crypto::Keystore::Create(party->value(), roles, context.now(), random);
  if (!keystore.ok()) return keystore.status();
  const auto passphrase = GetNewPassphrase(arguments.passphrase_file, arguments.out);
  if (!passphrase.ok()) return passphrase.status();
  if (auto status = keystore->WriteTo(arguments.out, *passphrase); !status.ok()) {
    return WrongInput(absl::StrCat(arguments.out, ": ", status.message()));
  }
  PrintKeys(context, *keystore);
  if (!context.options.json) {
    context.terminal.out()
        << "Written to " << arguments.out
        << ". Without its passphrase it cannot be opened by anybody: keep both, apart from each other.\n";
    if (arguments.root) {
      context.terminal.out()
          << "This key speaks for the State: keep it away from every machine that is on a network.\n";
    }
  }
  return ExitCode::kDone;
}

struct KeystoreArguments {
  std::string file;
  std::string passphrase_file;
};

absl::StatusOr<ExitCode> ShowKeystore(CommandContext& context, const KeystoreArguments& arguments) {
  const auto keystore = OpenKeystore(arguments.file, arguments.passphrase_file);
  if (!keystore.ok()) return keystore.status();
  PrintKeys(context, *keystore);
  return ExitCode::kDone;
}

void DeclarePassphraseFile(CLI::App& command, std::string& file) {
  command.add_option("--passphrase-file", file, "file with the passphrase; asked for on the terminal without it")
      ->type_name("FILE");
}

}  // namespace

void AddKeysCommands(CLI::App& app, CommandContext& context) {
  CLI::App* area =
      AddArea(app, "keys", "make and show the keys of a Party", "vsx keys init --party THA --out node.keys");
  AddCommand<InitArguments>(
      *area, context, "init", "make a keystore file under a passphrase",
      "vsx keys init --party THA --out node.keys\n  vsx keys init --root --party THA --out root.keys",
      [](CLI::App& command, InitArguments& arguments) {
        command.add_option("--party", arguments.party, "the Party that the keys are for")
            ->required()
            ->type_name("CODE");
        command.add_option("--out", arguments.out, "the new keystore file; never overwrites")
            ->required()
            ->type_name("FILE");
        CLI::Option* roles =
            command.add_option("--roles", arguments.roles, absl::StrCat("default: ", kNodeRoles))->type_name("LIST");
        command.add_flag("--root", arguments.root, "the root key alone, which signs manifest and Party record")
            ->excludes(roles);
        DeclarePassphraseFile(command, arguments.passphrase_file);
      },
      Init);
  AddCommand<KeystoreArguments>(
      *area, context, "show", "show the public parts; --json is what `federation manifest new` reads",
      "vsx keys show root.keys --json > THA.root.json",
      [](CLI::App& command, KeystoreArguments& arguments) {
        command.add_option("FILE", arguments.file, "keystore file")->required();
        DeclarePassphraseFile(command, arguments.passphrase_file);
      },
      ShowKeystore);
}

}  // namespace vsx::cli
