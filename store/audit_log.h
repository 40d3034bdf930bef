#ifndef VSX_STORE_AUDIT_LOG_H_
#define VSX_STORE_AUDIT_LOG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "store/audit_entry.h"
#include "store/snapshot.h"

// Reading the audit chain. It is written by WriteBatch::AppendAudit: in the batch of the change it tells of, or, for a
// read, in a batch of its own that is committed before the answer leaves.
namespace vsx::store {

// Where the chain stands; DATA_LOSS when the row is missing or malformed.
absl::StatusOr<AuditHead> ReadAuditHead(const Snapshot& snapshot);

// Entries with number > after_number, ascending, at most `limit` (1 … kMaxPageRows). Fewer than asked for does not mean
// the end: the end is ReadAuditHead().number. Not verified: that is VerifyAuditChain's task.
absl::StatusOr<std::vector<AuditEntry>> ReadAudit(const Snapshot& snapshot, uint64_t after_number, size_t limit);

struct AuditFault {
  uint64_t number;     // the first entry that does not fit
  std::string reason;  // for the overseer; holds nothing of a body
};

struct AuditVerdict {
  AuditHead head;                   // what the store claims
  uint64_t verified = 0;            // entries 1 … verified are sound
  std::optional<AuditFault> fault;  // nullopt: the whole chain is
};

// Walks the chain from entry 1 to the head and finds: a missing entry, an altered body, hash or number, entries of
// another chain, a head that was cut back or runs ahead. Who can rewrite every row and the head can forge a chain that
// verifies: against that stands a head kept elsewhere (`expected`, e.g. from an earlier verification or the log).
absl::StatusOr<AuditVerdict> VerifyAuditChain(const Snapshot& snapshot,
                                              const std::optional<AuditHead>& expected = std::nullopt);

}  // namespace vsx::store

#endif  // VSX_STORE_AUDIT_LOG_H_
