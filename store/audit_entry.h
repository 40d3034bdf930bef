#ifndef VSX_STORE_AUDIT_ENTRY_H_
#define VSX_STORE_AUDIT_ENTRY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/audit_chain.h"

namespace vsx::store {

using crypto::kAuditChainIdSize;

// AuditHead is where the chain stands: the number and hash of its last entry. Number 0 and 32 zero bytes: no entry yet.
struct AuditHead {
  std::string chain_id;  // 16 random bytes, drawn when the store was made
  uint64_t number = 0;
  std::string hash;  // 32 bytes

  friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

// AuditEntry is one link: hash = crypto::AuditChainHash(chain_id, number, previous_hash, body). Numbers run from 1
// without a gap, in commit order. The body is the caller's; the store never looks into it.
struct AuditEntry {
  std::string chain_id;
  uint64_t number = 0;
  std::string previous_hash;
  std::string hash;
  std::string body;

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

// The head of a chain without entries. `chain_id` has 16 bytes.
AuditHead NewAuditChain(std::string_view chain_id);

// The entry that follows `head`, and the head after it.
AuditEntry NextAuditEntry(const AuditHead& head, std::string_view body);
AuditHead HeadAfter(const AuditEntry& entry);

// Rows: the head under AuditHeadKey() in kMeta, entries under AuditEntryKey in kAudit. Decoders: DATA_LOSS.
std::string AuditHeadKey();
std::string EncodeAuditHead(const AuditHead& head);
absl::StatusOr<AuditHead> DecodeAuditHead(std::string_view value);

std::string AuditEntryKey(std::string_view chain_id, uint64_t number);
std::string AuditEntryPrefix(std::string_view chain_id);
std::string EncodeAuditEntry(const AuditEntry& entry);
absl::StatusOr<AuditEntry> DecodeAuditEntry(std::string_view key, std::string_view value);

}  // namespace vsx::store

#endif  // VSX_STORE_AUDIT_ENTRY_H_
