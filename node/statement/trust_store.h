#ifndef VSX_NODE_STATEMENT_TRUST_STORE_H_
#define VSX_NODE_STATEMENT_TRUST_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/key_role.h"
#include "crypto/sealing_key.h"
#include "node/domain/calendar.h"
#include "node/domain/epoch.h"
#include "node/domain/party_code.h"
#include "node/statement/trust_content.h"

namespace vsx::statement {

// TrustStore is what this node believes of the Parties: the verified manifest and Party records (protocol §7), and the
// only source of keys, endpoints and desks. One that exists is verified. It never changes; load another to replace it.
// Expired documents load all the same, because HOLD, deliveries and withdrawals go on: ask ManifestExpired and
// RecordExpired. Threads: safe concurrently. Pointers and spans live as long as the store.
class TrustStore {
 public:
  // `manifest_envelope` is version 1 and its payload has SHA-256 `pinned_sha256` (64 hex digits); root keys of at least
  // RequiredSigners() distinct Parties signed it, a Party counting once however many of its keys signed. Each of
  // `record_envelopes` belongs to a Party of the manifest, one per Party, signed by that Party's root_threshold of its
  // own root keys. A Party may be without record: PartiesWithoutRecord() names it, and nothing of it verifies.
  // INVALID_ARGUMENT otherwise; the message names the document and the fix. Reasons: MANIFEST_MALFORMED,
  // MANIFEST_NOT_PINNED, MANIFEST_VERSION, MANIFEST_SIGNATURES, OWN_PARTY_UNKNOWN, PARTY_RECORD_MALFORMED,
  // PARTY_RECORD_SIGNATURES, PARTY_RECORD_UNKNOWN_PARTY, PARTY_RECORD_TWICE.
  static absl::StatusOr<TrustStore> Load(std::string_view manifest_envelope, std::string_view pinned_sha256,
                                         const std::vector<std::string>& record_envelopes,
                                         const domain::PartyCode& own_party);

  const domain::PartyCode& own_party() const { return own_party_; }

  // In the manifest's order.
  const std::vector<ManifestParty>& parties() const { return manifest_.parties; }
  std::vector<domain::PartyCode> ActiveParties() const;
  std::vector<domain::PartyCode> PartiesWithoutRecord() const;  // ACTIVE ones
  // Every State that no ACTIVE Party speaks for: Member States outside, and Parties joining, suspended or gone. With
  // ActiveParties() these are all States that a check can know of. Ascending.
  std::vector<domain::PartyCode> MemberStatesOutside() const;
  // Empty if the manifest does not name the Party.
  std::optional<PartyState> StateOf(const domain::PartyCode& party) const;
  bool IsActive(const domain::PartyCode& party) const { return StateOf(party) == PartyState::kActive; }

  uint64_t manifest_version() const { return manifest_.version; }
  const std::string& manifest_sha256() const { return manifest_sha256_; }  // 32 bytes
  domain::UnixTime manifest_expires_at() const { return manifest_.expires_at; }
  bool ManifestExpired(domain::UnixTime now) const { return now >= manifest_.expires_at; }
  // Whether the transparency log has started by then (§6).
  std::optional<domain::UnixTime> log_from() const { return manifest_.log_from; }
  // The calendar of the blind check, the same for all Parties (§4, §11).
  const domain::EpochPlan& epoch_plan() const { return manifest_.epoch_plan; }
  // How much each Party may ask each other in it, likewise.
  const domain::EvaluationBudgets& evaluation_budgets() const { return manifest_.evaluation_budgets; }

  // Null if the Party has none.
  const PartyRecord* FindRecord(const domain::PartyCode& party) const;
  // True also where there is no record.
  bool RecordExpired(const domain::PartyCode& party, domain::UnixTime now) const;

  // All keys of the Party in that role, whatever their validity; root keys are the manifest's. Empty if none.
  absl::Span<const TrustedKey> VerificationKeys(const domain::PartyCode& party, crypto::KeyRole role) const;
  // The key to seal to: never one distrusted or not yet valid at `time`; the newest valid one; without one, the newest
  // that has expired, since neglect must not stop a notice. FAILED_PRECONDITION, reason SEALING_KEY_MISSING, if none.
  absl::StatusOr<crypto::SealingPublicKey> SealingKey(const domain::PartyCode& party, domain::UnixTime time) const;
  absl::Span<const std::string> Endpoints(const domain::PartyCode& party) const;
  // The step that every index of the Party is built to; 0 without a record.
  uint32_t IndexCapacityStep(const domain::PartyCode& party) const;
  // The CA of the Party's nodes and agencies; empty without a record.
  std::string_view TlsCaPem(const domain::PartyCode& party) const;
  // Those of its directory; empty without a record.
  absl::Span<const ContactDesk> Desks(const domain::PartyCode& party) const;
  // Null if the Party lists no such desk.
  const ContactDesk* FindDesk(const domain::PartyCode& party, std::string_view desk_id) const;

 private:
  TrustStore(domain::PartyCode own_party, Manifest manifest, std::string manifest_sha256);

  absl::Status AddRecord(std::string_view envelope_bytes, size_t position);
  const ManifestParty* FindParty(const domain::PartyCode& party) const;

  domain::PartyCode own_party_;
  Manifest manifest_;
  std::string manifest_sha256_;
  std::map<domain::PartyCode, std::vector<TrustedKey>> root_keys_;
  std::map<domain::PartyCode, PartyRecord> records_;
};

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_TRUST_STORE_H_
