#include "store/in_memory_epoch_seed_vault.h"

namespace vsx::store {

absl::StatusOr<crypto::SecretBytes> InMemoryEpochSeedVault::CreateIfAbsent(domain::Epoch epoch) {
  const std::lock_guard lock(mutex_);
  const auto found = seeds_.find(epoch);
  if (found != seeds_.end()) return found->second.Clone();
  return seeds_.emplace(epoch, crypto::SecretBytes::Random(kEpochSeedSize, random_)).first->second.Clone();
}

absl::StatusOr<crypto::SecretBytes> InMemoryEpochSeedVault::Read(domain::Epoch epoch) const {
  const std::lock_guard lock(mutex_);
  const auto found = seeds_.find(epoch);
  if (found == seeds_.end()) return absl::NotFoundError("there is no seed of this epoch");
  return found->second.Clone();
}

absl::Status InMemoryEpochSeedVault::Destroy(domain::Epoch epoch) {
  const std::lock_guard lock(mutex_);
  seeds_.erase(epoch);
  return absl::OkStatus();
}

absl::Status InMemoryEpochSeedVault::DestroyBefore(domain::Epoch epoch) {
  const std::lock_guard lock(mutex_);
  seeds_.erase(seeds_.begin(), seeds_.lower_bound(epoch));
  return absl::OkStatus();
}

}  // namespace vsx::store
