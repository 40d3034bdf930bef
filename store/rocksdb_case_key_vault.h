#ifndef VSX_STORE_ROCKSDB_CASE_KEY_VAULT_H_
#define VSX_STORE_ROCKSDB_CASE_KEY_VAULT_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"
#include "store/case_key_vault.h"
#include "store/store_pairing.h"

namespace vsx::store {

class RocksDbDatabase;

// RocksDbCaseKeyVault is the CaseKeyVault on disk: a small database in a directory of its own, each key wrapped under
// the keystore's wrapping key. Keys are made ahead and stored in blocks of 64, one synced write per block, so that
// registering a case costs no synced write here. Keys that several threads destroy at once are destroyed together, so
// that many withdrawals cost few compactions. What a process had in hand when it ended stays unused, and harmless.
class RocksDbCaseKeyVault final : public CaseKeyVault {
 public:
  // Opens or makes the vault in `path`. `wrapping_key` has 32 bytes; `random` must outlive the vault.
  // FAILED_PRECONDITION when the vault was made with another wrapping key or the directory is no vault;
  // UNAVAILABLE when another process has it open; DATA_LOSS when it is damaged.
  static absl::StatusOr<std::unique_ptr<RocksDbCaseKeyVault>> Open(const std::string& path,
                                                                   crypto::SecretBytes wrapping_key,
                                                                   crypto::RandomSource& random);

  ~RocksDbCaseKeyVault() override;

  absl::StatusOr<AllocatedKey> Allocate() override;
  absl::StatusOr<crypto::SecretBytes> Read(const CaseKeyId& id) const override;
  absl::Status Destroy(absl::Span<const CaseKeyId> ids) override;

  // From now on `on_trouble` hears of each write that fails for the disk's sake: RESOURCE_EXHAUSTED (full) or
  // UNAVAILABLE (the vault may take no more until it is opened anew). Call before threads share the vault; the thread
  // that writes calls it, and it returns at once.
  void TellOfTrouble(std::function<void(const absl::Status&)> on_trouble) { on_trouble_ = std::move(on_trouble); }

  // For PairStoreWithVault: the id shared with the store, and whether any key is kept.
  absl::StatusOr<std::optional<PairId>> ReadPairId() const;
  absl::StatusOr<bool> HoldsRows() const;
  absl::Status SetPairId(const PairId& id);

 private:
  RocksDbCaseKeyVault(std::string path, crypto::SecretBytes wrapping_key, crypto::RandomSource& random,
                      std::unique_ptr<RocksDbDatabase> database);

  absl::Status CheckOrSetWrappingKey();
  absl::Status MakeBlock();                      // pool_mutex_ held
  absl::Status Tell(absl::Status status) const;  // gives it back
  absl::Status DestroyTogether(absl::Span<const CaseKeyId> ids);
  absl::Status DeleteRows(absl::Span<const CaseKeyId> ids);
  absl::Status RewriteFiles();
  absl::StatusOr<std::vector<std::string>> DataFiles() const;  // names of the files that can hold values

  const std::string path_;
  const crypto::SecretBytes wrapping_key_;
  crypto::RandomSource& random_;
  const std::unique_ptr<RocksDbDatabase> database_;
  std::function<void(const absl::Status&)> on_trouble_;

  std::mutex pool_mutex_;
  std::vector<AllocatedKey> pool_;  // stored, not handed out yet; guarded by pool_mutex_

  // One call of Destroy, in its own thread's hands until it is done.
  struct DestroyCall {
    absl::Span<const CaseKeyId> ids;
    absl::Status result{};
    bool done = false;
  };
  std::mutex destroy_mutex_;
  std::condition_variable destroyed_;
  std::vector<DestroyCall*> destroy_calls_;  // that wait; guarded by destroy_mutex_
  bool destroying_ = false;                  // one thread destroys for all that wait; guarded by destroy_mutex_

  mutable std::shared_mutex read_mutex_;  // shared while a read may hold old files open
};

}  // namespace vsx::store

#endif  // VSX_STORE_ROCKSDB_CASE_KEY_VAULT_H_
