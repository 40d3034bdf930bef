#include <algorithm>
#include <set>
#include <utility>

#include "node/statement/enums.h"
#include "node/statement/trust_content.h"
#include "node/statement/trust_fields.h"
#include "node/statement/wire.h"
#include "vsx/v1/trust.pb.h"

namespace vsx::statement {
namespace {

constexpr int kMaxRootKeys = 8;

absl::StatusOr<std::vector<domain::PartyCode>> ParseMemberStates(const v1::Manifest& message, const Faults& faults) {
  if (message.member_states_size() > kMaxListed) return faults.At("member_states", "at most 64 can be named");
  std::vector<domain::PartyCode> states;
  for (int i = 0; i < message.member_states_size(); ++i) {
    absl::StatusOr<domain::PartyCode> code = domain::PartyCode::Create(message.member_states(i));
    if (!code.ok()) return faults.At(domain::Indexed("member_states", i), "write the code as three upper-case letters");
    if (std::find(states.begin(), states.end(), *code) != states.end()) {
      return faults.At(domain::Indexed("member_states", i), "a Member State stands twice; name each once");
    }
    states.push_back(*std::move(code));
  }
  return states;
}

absl::StatusOr<ManifestParty> ParseManifestParty(const v1::ManifestParty& message, std::string_view at,
                                                 std::set<std::string>& keys_seen, const Faults& faults) {
  const auto field = [&](std::string_view name) { return absl::StrCat(Absl(at), ".", Absl(name)); };
  absl::StatusOr<domain::PartyCode> code = domain::PartyCode::Create(message.party());
  if (!code.ok()) return faults.At(field("party"), "write the code as three upper-case letters");
  const std::optional<PartyState> state = FromProto(message.state());
  if (!state.has_value()) return faults.At(field("state"), "the state must be JOINING, ACTIVE, SUSPENDED or LEFT");
  if (message.root_keys_size() < 1 || message.root_keys_size() > kMaxRootKeys) {
    return faults.At(field("root_keys"), "a Party has 1 to 8 root keys");
  }
  ManifestParty party{*std::move(code), *state, {}, message.root_threshold()};
  for (const std::string& bytes : message.root_keys()) {
    absl::StatusOr<crypto::VerifyKey> key = crypto::VerifyKey::FromBytes(bytes);
    if (!key.ok()) return faults.At(field("root_keys"), "a root key is not an Ed25519 public key of 32 bytes");
    if (!keys_seen.insert(bytes).second) {
      return faults.At(field("root_keys"), "a root key stands twice; every key belongs to one Party, once");
    }
    party.root_keys.push_back(*std::move(key));
  }
  if (party.root_threshold < 1 || party.root_threshold > party.root_keys.size()) {
    return faults.At(field("root_threshold"), "the root threshold must be 1 to the number of root keys");
  }
  return party;
}

}  // namespace

size_t Manifest::RequiredSigners() const { return std::max<size_t>(threshold, parties.size() / 2 + 1); }

absl::StatusOr<Manifest> ParseManifest(std::string_view payload) {
  const Faults faults("MANIFEST_MALFORMED", "manifest");
  v1::Manifest message;
  if (!Parse(payload, message)) return faults.At("", "its payload cannot be read; fetch the file again");
  if (absl::Status status = CheckFrame(message, faults); !status.ok()) return status;
  if (message.parties_size() < 1 || message.parties_size() > kMaxListed) {
    return faults.At("parties", "it must name 1 to 64 Parties");
  }
  if (message.log_from() < 0) return faults.At("log_from", "it must be 0 or a time after 1970");
  const absl::StatusOr<domain::EpochPlan> epoch_plan = domain::EpochPlan::OfLength(message.epoch_seconds());
  if (!epoch_plan.ok()) return faults.At("epoch_seconds", "epochs last 8 to 86400 s, or 0 for 3600 s");
  const v1::EvaluationBudgets& bounds = message.evaluation_budgets();
  const absl::StatusOr<domain::EvaluationBudgets> budgets = domain::MakeEvaluationBudgets(
      {bounds.single_per_day(), bounds.single_burst()}, {bounds.presented_per_day(), bounds.presented_burst()},
      bounds.screening_per_day(), bounds.screening_days_per_month());
  if (!budgets.ok()) return faults.At("evaluation_budgets", "a budget is at most 1,000,000,000, a month has 31 days");
  absl::StatusOr<std::vector<domain::PartyCode>> states = ParseMemberStates(message, faults);
  if (!states.ok()) return states.status();

  Manifest manifest{message.version(),
                    {message.issued_at()},
                    {message.expires_at()},
                    message.threshold(),
                    {},
                    *std::move(states),
                    std::nullopt,
                    *epoch_plan,
                    *budgets};
  if (message.log_from() > 0) manifest.log_from = domain::UnixTime{message.log_from()};
  std::set<std::string> keys_seen;
  for (int i = 0; i < message.parties_size(); ++i) {
    const std::string at = domain::Indexed("parties", i);
    absl::StatusOr<ManifestParty> party = ParseManifestParty(message.parties(i), at, keys_seen, faults);
    if (!party.ok()) return party.status();
    for (const ManifestParty& other : manifest.parties) {
      if (other.party == party->party) return faults.At(at, "a Party stands twice; name each once");
    }
    manifest.parties.push_back(*std::move(party));
  }
  if (manifest.threshold < 1 || manifest.threshold > manifest.parties.size()) {
    return faults.At("threshold", "the threshold must be 1 to the number of Parties");
  }
  return manifest;
}

}  // namespace vsx::statement
