#ifndef VSX_STORE_IN_MEMORY_CASE_KEY_VAULT_H_
#define VSX_STORE_IN_MEMORY_CASE_KEY_VAULT_H_

#include <map>
#include <mutex>

#include "crypto/random_source.h"
#include "store/case_key_vault.h"

namespace vsx::store {

// InMemoryCaseKeyVault is the CaseKeyVault for tests. `random` must outlive it.
class InMemoryCaseKeyVault final : public CaseKeyVault {
 public:
  explicit InMemoryCaseKeyVault(crypto::RandomSource& random) : random_(random) {}

  absl::StatusOr<AllocatedKey> Allocate() override;
  absl::StatusOr<crypto::SecretBytes> Read(const CaseKeyId& id) const override;
  absl::Status Destroy(absl::Span<const CaseKeyId> ids) override;

 private:
  crypto::RandomSource& random_;
  mutable std::mutex mutex_;
  std::map<CaseKeyId, crypto::SecretBytes> keys_;  // guarded by mutex_
};

}  // namespace vsx::store

#endif  // VSX_STORE_IN_MEMORY_CASE_KEY_VAULT_H_
