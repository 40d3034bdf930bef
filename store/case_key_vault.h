#ifndef VSX_STORE_CASE_KEY_VAULT_H_
#define VSX_STORE_CASE_KEY_VAULT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/secret_bytes.h"
#include "node/domain/id.h"

namespace vsx::store {

using CaseKeyId = domain::Id<struct CaseKeyTag>;

inline constexpr size_t kCaseKeySize = 32;

struct AllocatedKey {
  CaseKeyId id;
  crypto::SecretBytes key;  // kCaseKeySize bytes
};

// CaseKeyVault keeps the data keys that cases are sealed under, apart from what they seal: destroying a key erases the
// case wherever its values lie (protocol §9).
// Threads: every method is safe concurrently.
class CaseKeyVault {
 public:
  virtual ~CaseKeyVault() = default;

  // A fresh key that nobody else gets, durable when returned. Most calls touch no disk. A key that its caller never
  // uses is harmless: it opens nothing.
  virtual absl::StatusOr<AllocatedKey> Allocate() = 0;

  // NOT_FOUND when the key was destroyed or never was; DATA_LOSS when the stored key is damaged; FAILED_PRECONDITION
  // when it is wrapped under another wrapping key.
  virtual absl::StatusOr<crypto::SecretBytes> Read(const CaseKeyId& id) const = 0;

  // Returns OK only when no live copy of these keys remains in the vault's files. Keys that are not there count as
  // destroyed, so after an error (UNAVAILABLE) call again with the same ids. Slow (a compaction): give many ids at
  // once.
  virtual absl::Status Destroy(absl::Span<const CaseKeyId> ids) = 0;
};

}  // namespace vsx::store

#endif  // VSX_STORE_CASE_KEY_VAULT_H_
