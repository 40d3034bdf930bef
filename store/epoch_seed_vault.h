#ifndef VSX_STORE_EPOCH_SEED_VAULT_H_
#define VSX_STORE_EPOCH_SEED_VAULT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/secret_bytes.h"
#include "node/domain/epoch.h"

namespace vsx::store {

inline constexpr size_t kEpochSeedSize = 32;

// EpochSeedVault keeps the seed that all PRF keys of an epoch are derived from (protocol §4), apart from every database
// and backup: once a seed is destroyed, nobody can open that epoch's indexes any more, not even who kept everything.
// Several nodes of one State may share a vault; they find the same seed.
// Threads: every method is safe concurrently. Errors of all: UNAVAILABLE when the medium fails, RESOURCE_EXHAUSTED
// when it is full; FAILED_PRECONDITION when others may touch a seed; DATA_LOSS when one is there and damaged, which is
// never mended, since indexes may hang on it.
class EpochSeedVault {
 public:
  virtual ~EpochSeedVault() = default;

  // The epoch's seed, kEpochSeedSize bytes: the one that is there, or else a fresh one, kept when returned. The vault
  // does not know what was destroyed: whether an epoch may still begin, the catalogue of published indexes says.
  virtual absl::StatusOr<crypto::SecretBytes> CreateIfAbsent(domain::Epoch epoch) = 0;

  // NOT_FOUND when there is none: it was destroyed, never made, or lost with a restart of the machine.
  virtual absl::StatusOr<crypto::SecretBytes> Read(domain::Epoch epoch) const = 0;

  // Returns OK when no copy of these seeds remains in the vault. Seeds that are not there count as destroyed, so after
  // an error call again.
  virtual absl::Status Destroy(domain::Epoch epoch) = 0;
  virtual absl::Status DestroyBefore(domain::Epoch epoch) = 0;  // all of earlier epochs
};

}  // namespace vsx::store

#endif  // VSX_STORE_EPOCH_SEED_VAULT_H_
