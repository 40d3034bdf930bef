#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/cli/federation_commands.h"
#include "node/cli/files.h"
#include "node/cli/keystore_access.h"
#include "node/cli/message_json.h"
#include "node/domain/epoch.h"
#include "node/domain/evaluation_budgets.h"
#include "node/domain/token_bucket.h"
#include "node/statement/trust_documents.h"
#include "vsx/v1/trust.pb.h"

// vsx federation manifest new | sign
namespace vsx::cli {
namespace {

struct NewManifestArguments {
  std::vector<std::string> parties;
  std::vector<std::string> member_states;
  int64_t valid_days = 365;
  uint32_t threshold = 0;
  uint32_t epoch_seconds = 0;
  v1::EvaluationBudgets budgets;  // 0 in any field for the default
  std::string out;
};

// An option for a field of the budgets; fields of protobuf have setters alone.
struct BudgetOption {
  std::string_view name;
  std::string_view help;
  std::string_view type_name;
  uint32_t most;
  void (v1::EvaluationBudgets::*set)(uint32_t);
};

constexpr auto kMostPersons = static_cast<uint32_t>(domain::kMostTokens);
constexpr BudgetOption kBudgetOptions[] = {
    {"--checks-per-day", "persons that each Party may ask each other about in a day; default 4000", "N", kMostPersons,
     &v1::EvaluationBudgets::set_single_per_day},
    {"--checks-at-once", "the same at once, after a pause; default 64", "N", kMostPersons,
     &v1::EvaluationBudgets::set_single_burst},
    {"--codes-per-day", "reference codes that each Party may ask each other about in a day; default 1000", "N",
     kMostPersons, &v1::EvaluationBudgets::set_presented_per_day},
    {"--codes-at-once", "the same at once, after a pause; default 32", "N", kMostPersons,
     &v1::EvaluationBudgets::set_presented_burst},
    {"--screened-per-day", "persons that each Party may screen on a day that it declared; default 20000", "N",
     kMostPersons, &v1::EvaluationBudgets::set_screening_per_day},
    {"--screening-days", "such days of each Party in a calendar month; default 4", "DAYS", domain::kMostDaysInAMonth,
     &v1::EvaluationBudgets::set_screening_days_per_month},
};

void AddBudgetOptions(CLI::App& command, v1::EvaluationBudgets& budgets) {
  for (const BudgetOption& option : kBudgetOptions) {
    command
        .add_option_function<uint32_t>(
            std::string(option.name), [&budgets, set = option.set](uint32_t n) { (budgets.*set)(n); },
            std::string(option.help))
        ->type_name(std::string(option.type_name))
        ->check(CLI::Range(uint32_t{1}, option.most).description(""));
  }
}

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
  manifest.set_epoch_seconds(arguments.epoch_seconds);
  if (arguments.budgets.ByteSizeLong() != 0) *manifest.mutable_evaluation_budgets() = arguments.budgets;
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

}  // namespace

void AddManifestCommands(CLI::App& area, CommandContext& context) {
  CLI::App* manifest = AddArea(area, "manifest", "the document that names the Parties",
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
            ->type_name("N")
            ->check(CLI::Range(uint32_t{1}, uint32_t{64}).description(""));
        command
            .add_option("--epoch-seconds", arguments.epoch_seconds,
                        "length of the blind check's epochs, for all Parties; default 3600")
            ->type_name("SECONDS")
            ->check(CLI::Range(static_cast<uint32_t>(domain::kShortestEpochSeconds),
                               static_cast<uint32_t>(domain::kLongestEpochSeconds))
                        .description(""));
        AddBudgetOptions(command, arguments.budgets);
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
}

}  // namespace vsx::cli
