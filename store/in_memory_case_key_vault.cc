#include "store/in_memory_case_key_vault.h"

#include <utility>

namespace vsx::store {

absl::StatusOr<AllocatedKey> InMemoryCaseKeyVault::Allocate() {
  absl::StatusOr<CaseKeyId> id = CaseKeyId::FromBytes(random_.Bytes(CaseKeyId::kSize));
  if (!id.ok()) return id.status();
  crypto::SecretBytes key = crypto::SecretBytes::Random(kCaseKeySize, random_);
  const std::lock_guard lock(mutex_);
  keys_.emplace(*id, key.Clone());
  return AllocatedKey{*id, std::move(key)};
}

absl::StatusOr<crypto::SecretBytes> InMemoryCaseKeyVault::Read(const CaseKeyId& id) const {
  const std::lock_guard lock(mutex_);
  const auto it = keys_.find(id);
  if (it == keys_.end()) return absl::NotFoundError("the case key was destroyed");
  return it->second.Clone();
}

absl::Status InMemoryCaseKeyVault::Destroy(absl::Span<const CaseKeyId> ids) {
  const std::lock_guard lock(mutex_);
  for (const CaseKeyId& id : ids) keys_.erase(id);
  return absl::OkStatus();
}

}  // namespace vsx::store
