#include "node/statement/trust_store.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/encoding.h"
#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/statement_type.h"

namespace vsx::statement {
namespace {

absl::StatusOr<crypto::Envelope> DecodeDocument(std::string_view bytes, StatementType type, std::string_view reason,
                                                const std::string& document) {
  absl::StatusOr<crypto::Envelope> envelope = DecodeEnvelope(bytes, kMaxTrustDocumentBytes);
  if (!envelope.ok()) {
    return domain::InvalidField(reason, "",
                                absl::StrCat(document, ": the file is not a signed document (",
                                             envelope.status().message(), "); fetch it again"));
  }
  if (envelope->payload_type != PayloadType(type)) {
    return domain::InvalidField(reason, "", absl::StrCat(document, ": the file is a signed document of another kind"));
  }
  return envelope;
}

// Distinct Parties of the manifest of whom at least one root key signed.
size_t CountSigningParties(const Manifest& manifest, const crypto::Envelope& envelope) {
  std::vector<crypto::VerifyKey> keys;
  std::vector<size_t> party_of_key;
  for (size_t i = 0; i < manifest.parties.size(); ++i) {
    for (const crypto::VerifyKey& key : manifest.parties[i].root_keys) {
      keys.push_back(key);
      party_of_key.push_back(i);
    }
  }
  const absl::StatusOr<std::vector<size_t>> signers =
      crypto::VerifyAny(envelope, PayloadType(StatementType::kManifest), keys);
  if (!signers.ok()) return 0;
  std::set<size_t> signing_parties;
  for (const size_t key : *signers) signing_parties.insert(party_of_key[key]);
  return signing_parties.size();
}

// The SHA-256 written in `text`, in either case and with white space around it; empty if it is none.
std::string ReadPin(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return "";
  const absl::StatusOr<std::string> pin =
      crypto::FromHex(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
  return pin.ok() && pin->size() == crypto::kSha256Size ? *pin : "";
}

}  // namespace

TrustStore::TrustStore(domain::PartyCode own_party, Manifest manifest, std::string manifest_sha256)
    : own_party_(std::move(own_party)), manifest_(std::move(manifest)), manifest_sha256_(std::move(manifest_sha256)) {
  const KeyLife always{{std::numeric_limits<int64_t>::min()}, {std::numeric_limits<int64_t>::max()}, std::nullopt};
  for (const ManifestParty& party : manifest_.parties) {
    std::vector<TrustedKey>& keys = root_keys_[party.party];
    for (const crypto::VerifyKey& key : party.root_keys) keys.push_back({key, always});
  }
}

absl::StatusOr<TrustStore> TrustStore::Load(std::string_view manifest_envelope, std::string_view pinned_sha256,
                                            const std::vector<std::string>& record_envelopes,
                                            const domain::PartyCode& own_party) {
  absl::StatusOr<crypto::Envelope> envelope =
      DecodeDocument(manifest_envelope, StatementType::kManifest, "MANIFEST_MALFORMED", "manifest");
  if (!envelope.ok()) return envelope.status();

  // The pin first: nothing of a manifest that the operator did not choose is read.
  const std::string pin = ReadPin(pinned_sha256);
  if (pin.empty()) {
    return domain::InvalidField("MANIFEST_NOT_PINNED", "",
                                "manifest: the pinned SHA-256 must be 64 hexadecimal digits; compare them with the "
                                "other Parties by another way than the file's");
  }
  std::string sha256 = crypto::Sha256(envelope->payload);
  if (sha256 != pin) {
    return domain::InvalidField("MANIFEST_NOT_PINNED", "",
                                "manifest: its SHA-256 is not the pinned one; ask the other Parties for the agreed "
                                "file or, if they agreed on this one, correct the pin");
  }
  absl::StatusOr<Manifest> manifest = ParseManifest(envelope->payload);
  if (!manifest.ok()) return manifest.status();
  if (manifest->version != 1) {
    return domain::InvalidField("MANIFEST_VERSION", "version",
                                "manifest: only version 1 can be pinned; this release follows no later version");
  }
  const size_t signers = CountSigningParties(*manifest, *envelope);
  if (signers < manifest->RequiredSigners()) {
    return domain::InvalidField(
        "MANIFEST_SIGNATURES", "",
        absl::StrCat("manifest: signed by ", signers, " Parties of ", manifest->parties.size(), ", and ",
                     manifest->RequiredSigners(), " must have signed; collect the missing signatures"));
  }

  TrustStore store(own_party, *std::move(manifest), std::move(sha256));
  if (store.FindParty(own_party) == nullptr) {
    return domain::InvalidField("OWN_PARTY_UNKNOWN", "",
                                absl::StrCat("manifest: it does not name ", own_party.value(),
                                             "; correct the own Party or take the manifest that names it"));
  }
  for (size_t i = 0; i < record_envelopes.size(); ++i) {
    if (absl::Status status = store.AddRecord(record_envelopes[i], i); !status.ok()) return status;
  }
  return store;
}

absl::Status TrustStore::AddRecord(std::string_view envelope_bytes, size_t position) {
  const std::string ordinal = absl::StrCat("Party record ", position + 1, " of those given");
  absl::StatusOr<crypto::Envelope> envelope =
      DecodeDocument(envelope_bytes, StatementType::kPartyRecord, "PARTY_RECORD_MALFORMED", ordinal);
  if (!envelope.ok()) return envelope.status();
  // Which Party's root keys must have signed stands in the payload: it is read for that alone until they have.
  absl::StatusOr<PartyRecord> record = ParsePartyRecord(envelope->payload);
  if (!record.ok()) return record.status();
  const std::string document = absl::StrCat("Party record of ", record->party.value());
  const ManifestParty* party = FindParty(record->party);
  if (party == nullptr) {
    return domain::InvalidField("PARTY_RECORD_UNKNOWN_PARTY", "party",
                                absl::StrCat(document, ": the manifest does not name that Party; remove the file"));
  }
  const absl::StatusOr<std::vector<size_t>> signers =
      crypto::VerifyAny(*envelope, PayloadType(StatementType::kPartyRecord), party->root_keys);
  const size_t count = signers.ok() ? signers->size() : 0;
  if (count < party->root_threshold) {
    return domain::InvalidField(
        "PARTY_RECORD_SIGNATURES", "",
        absl::StrCat(document, ": signed by ", count, " of its own root keys, and ", party->root_threshold,
                     " must have signed; ask that Party for the complete file"));
  }
  for (const auto& [role, keys] : record->keys) {
    for (const TrustedKey& key : keys) {
      if (std::find(party->root_keys.begin(), party->root_keys.end(), key.key) != party->root_keys.end()) {
        return domain::InvalidField("PARTY_RECORD_MALFORMED", "keys",
                                    absl::StrCat(document,
                                                 ": a root key stands in another role; that Party must make "
                                                 "a key of its own for each role"));
      }
    }
  }
  if (!records_.emplace(party->party, *std::move(record)).second) {
    return domain::InvalidField("PARTY_RECORD_TWICE", "party",
                                absl::StrCat(document, ": two files were given; keep only the newest"));
  }
  return absl::OkStatus();
}

const ManifestParty* TrustStore::FindParty(const domain::PartyCode& party) const {
  const auto found = std::find_if(manifest_.parties.begin(), manifest_.parties.end(),
                                  [&](const ManifestParty& named) { return named.party == party; });
  return found == manifest_.parties.end() ? nullptr : &*found;
}

std::vector<domain::PartyCode> TrustStore::ActiveParties() const {
  std::vector<domain::PartyCode> active;
  for (const ManifestParty& party : manifest_.parties) {
    if (party.state == PartyState::kActive) active.push_back(party.party);
  }
  return active;
}

std::vector<domain::PartyCode> TrustStore::PartiesWithoutRecord() const {
  std::vector<domain::PartyCode> without = ActiveParties();
  std::erase_if(without, [&](const domain::PartyCode& party) { return FindRecord(party) != nullptr; });
  return without;
}

std::vector<domain::PartyCode> TrustStore::MemberStatesOutside() const {
  std::set<domain::PartyCode> outside(manifest_.member_states.begin(), manifest_.member_states.end());
  for (const ManifestParty& party : manifest_.parties) outside.insert(party.party);
  for (const domain::PartyCode& party : ActiveParties()) outside.erase(party);
  return {outside.begin(), outside.end()};
}

std::optional<PartyState> TrustStore::StateOf(const domain::PartyCode& party) const {
  const ManifestParty* named = FindParty(party);
  return named == nullptr ? std::nullopt : std::optional<PartyState>(named->state);
}

const PartyRecord* TrustStore::FindRecord(const domain::PartyCode& party) const {
  const auto found = records_.find(party);
  return found == records_.end() ? nullptr : &found->second;
}

bool TrustStore::RecordExpired(const domain::PartyCode& party, domain::UnixTime now) const {
  const PartyRecord* record = FindRecord(party);
  return record == nullptr || now >= record->expires_at;
}

absl::Span<const TrustedKey> TrustStore::VerificationKeys(const domain::PartyCode& party, crypto::KeyRole role) const {
  if (role == crypto::KeyRole::kRoot) {
    const auto found = root_keys_.find(party);
    return found == root_keys_.end() ? absl::Span<const TrustedKey>() : found->second;
  }
  const PartyRecord* record = FindRecord(party);
  if (record == nullptr) return {};
  const auto found = record->keys.find(role);
  return found == record->keys.end() ? absl::Span<const TrustedKey>() : found->second;
}

absl::StatusOr<crypto::SealingPublicKey> TrustStore::SealingKey(const domain::PartyCode& party,
                                                                domain::UnixTime time) const {
  const TrustedSealingKey* best = nullptr;
  if (const PartyRecord* record = FindRecord(party); record != nullptr) {
    const auto rank = [&](const TrustedSealingKey& key) {
      return std::make_pair(key.life.ValidAt(time), key.life.valid_from);
    };
    for (const TrustedSealingKey& key : record->sealing_keys) {
      if (key.life.DistrustedAt(time) || key.life.valid_from > time) continue;
      if (best == nullptr || rank(*best) < rank(key)) best = &key;
    }
  }
  if (best == nullptr) {
    return domain::Precondition("SEALING_KEY_MISSING", absl::StrCat("no usable sealing key of ", party.value(),
                                                                    " is known; load its newest Party record"));
  }
  return best->key;
}

absl::Span<const std::string> TrustStore::Endpoints(const domain::PartyCode& party) const {
  const PartyRecord* record = FindRecord(party);
  return record == nullptr ? absl::Span<const std::string>() : record->endpoints;
}

uint32_t TrustStore::IndexCapacityStep(const domain::PartyCode& party) const {
  const PartyRecord* record = FindRecord(party);
  return record == nullptr ? 0 : record->index_capacity_step;
}

std::string_view TrustStore::TlsCaPem(const domain::PartyCode& party) const {
  const PartyRecord* record = FindRecord(party);
  return record == nullptr ? std::string_view() : record->tls_ca_pem;
}

absl::Span<const ContactDesk> TrustStore::Desks(const domain::PartyCode& party) const {
  const PartyRecord* record = FindRecord(party);
  return record == nullptr ? absl::Span<const ContactDesk>() : absl::MakeConstSpan(record->directory);
}

const ContactDesk* TrustStore::FindDesk(const domain::PartyCode& party, std::string_view desk_id) const {
  for (const ContactDesk& desk : Desks(party)) {
    if (desk.desk_id == desk_id) return &desk;
  }
  return nullptr;
}

}  // namespace vsx::statement
