#ifndef VSX_STORE_IN_MEMORY_EPOCH_SEED_VAULT_H_
#define VSX_STORE_IN_MEMORY_EPOCH_SEED_VAULT_H_

#include <map>
#include <mutex>

#include "crypto/random_source.h"
#include "store/epoch_seed_vault.h"

namespace vsx::store {

// InMemoryEpochSeedVault is the EpochSeedVault for tests. `random` must outlive it.
class InMemoryEpochSeedVault final : public EpochSeedVault {
 public:
  explicit InMemoryEpochSeedVault(crypto::RandomSource& random) : random_(random) {}

  absl::StatusOr<crypto::SecretBytes> CreateIfAbsent(domain::Epoch epoch) override;
  absl::StatusOr<crypto::SecretBytes> Read(domain::Epoch epoch) const override;
  absl::Status Destroy(domain::Epoch epoch) override;
  absl::Status DestroyBefore(domain::Epoch epoch) override;

 private:
  crypto::RandomSource& random_;
  mutable std::mutex mutex_;
  std::map<domain::Epoch, crypto::SecretBytes> seeds_;  // guarded by mutex_
};

}  // namespace vsx::store

#endif  // VSX_STORE_IN_MEMORY_EPOCH_SEED_VAULT_H_
