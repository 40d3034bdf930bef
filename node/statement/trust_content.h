#ifndef VSX_NODE_STATEMENT_TRUST_CONTENT_H_
#define VSX_NODE_STATEMENT_TRUST_CONTENT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/key_role.h"
#include "crypto/sealing_key.h"
#include "crypto/verify_key.h"
#include "node/domain/agency_kind.h"
#include "node/domain/calendar.h"
#include "node/domain/epoch.h"
#include "node/domain/evaluation_budgets.h"
#include "node/domain/party_code.h"
#include "node/statement/party_state.h"

// What the two trust documents say (protocol §7), read and held to their form. Signatures are trust_store.h's business.

namespace vsx::statement {

// From when until when a key may be used, and from when on it is no longer trusted.
struct KeyLife {
  domain::UnixTime valid_from;
  domain::UnixTime valid_until;  // the first second that it is no longer valid
  std::optional<domain::UnixTime> distrust_from;

  bool ValidAt(domain::UnixTime time) const { return valid_from <= time && time < valid_until; }
  bool DistrustedAt(domain::UnixTime time) const { return distrust_from.has_value() && *distrust_from <= time; }
};

struct TrustedKey {
  crypto::VerifyKey key;
  KeyLife life;
};

struct TrustedSealingKey {
  crypto::SealingPublicKey key;
  KeyLife life;
};

// A desk that answers day and night.
struct ContactDesk {
  std::string desk_id;
  std::string name;
  std::string telephone;
  std::vector<std::string> languages;  // BCP 47
};

// An authority that may identify victims.
struct Authority {
  std::string name;
  domain::AgencyKind kind = domain::AgencyKind::kUnknown;
};

struct ManifestParty {
  domain::PartyCode party;
  PartyState state = PartyState::kJoining;
  std::vector<crypto::VerifyKey> root_keys;
  uint32_t root_threshold = 0;  // how many of them must sign its record; 1 to their number
};

struct Manifest {
  uint64_t version = 0;
  domain::UnixTime issued_at;
  domain::UnixTime expires_at;
  uint32_t threshold = 0;
  std::vector<ManifestParty> parties;
  std::vector<domain::PartyCode> member_states;
  std::optional<domain::UnixTime> log_from;  // empty: nothing is logged yet
  domain::EpochPlan epoch_plan;
  domain::EvaluationBudgets evaluation_budgets{};

  // Distinct Parties that must have signed: the threshold, and never less than floor(n/2)+1 of the n Parties named.
  size_t RequiredSigners() const;
};

struct PartyRecord {
  domain::PartyCode party;
  uint64_t version = 0;
  domain::UnixTime issued_at;
  domain::UnixTime expires_at;
  std::vector<std::string> endpoints;  // host:port
  std::string tls_ca_pem;
  std::map<crypto::KeyRole, std::vector<TrustedKey>> keys;  // attestation, operations, log, witness
  std::vector<TrustedSealingKey> sealing_keys;
  std::vector<Authority> authorities;
  std::vector<ContactDesk> directory;
  uint32_t index_capacity_step = 0;  // of every index that the Party issues; 0 to 3
};

// Reads a payload. INVALID_ARGUMENT, reason MANIFEST_MALFORMED, with the field and the fix, unless: version 1 of the
// layout, known algorithms, 1 to 64 Parties with 1 to 8 root keys each, every Party and every root key once, a
// threshold that can be met, known states, an expiry after the issue, epochs of 8 to 86,400 s, budgets that can be
// kept.
absl::StatusOr<Manifest> ParseManifest(std::string_view payload);

// Reads a payload. INVALID_ARGUMENT, reason PARTY_RECORD_MALFORMED, with the field and the fix, unless well formed in
// the same sense; a key stands once and so has one role. Keys of roles unknown to this release are passed over: they
// have no authority.
absl::StatusOr<PartyRecord> ParsePartyRecord(std::string_view payload);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_TRUST_CONTENT_H_
