#ifndef VSX_STORE_FILE_EPOCH_SEED_VAULT_H_
#define VSX_STORE_FILE_EPOCH_SEED_VAULT_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "crypto/random_source.h"
#include "store/epoch_seed_vault.h"
#include "store/locked_page.h"
#include "store/memory_folder.h"

namespace vsx::store {

// FileEpochSeedVault is the EpochSeedVault in a folder of memory (tmpfs or ramfs): its seeds outlive the process and
// not the machine's running. One file for each epoch, under its name only when whole; several processes of one user may
// have the folder open. While a vault is open, the memory behind its seeds stays locked, so that it is never swapped to
// a disk, as far as RLIMIT_MEMLOCK allows. README.md has the bytes.
class FileEpochSeedVault final : public EpochSeedVault {
 public:
  // Opens the folder, or makes it (mode 0700) where its parent is there, and destroys what a crash left half made.
  // `random` must outlive the vault. Errors: FAILED_PRECONDITION, saying what to do, for a folder that is not in
  // memory, not this user's, or that others may enter; UNAVAILABLE for one that cannot be made or opened.
  static absl::StatusOr<std::unique_ptr<FileEpochSeedVault>> Open(const std::string& folder,
                                                                  crypto::RandomSource& random);

  absl::StatusOr<crypto::SecretBytes> CreateIfAbsent(domain::Epoch epoch) override;
  absl::StatusOr<crypto::SecretBytes> Read(domain::Epoch epoch) const override;
  absl::Status Destroy(domain::Epoch epoch) override;
  absl::Status DestroyBefore(domain::Epoch epoch) override;

 private:
  FileEpochSeedVault(MemoryFolder folder, crypto::RandomSource& random) : folder_(std::move(folder)), random_(random) {}

  // Each needs the folder's lock.
  absl::StatusOr<crypto::SecretBytes> ReadLocked(domain::Epoch epoch) const;
  absl::Status WriteNew(domain::Epoch epoch, const crypto::SecretBytes& seed);
  absl::Status DestroyLeftovers();

  const MemoryFolder folder_;
  crypto::RandomSource& random_;
  mutable std::mutex mutex_;
  mutable std::map<domain::Epoch, LockedPage> pages_;  // guarded by mutex_
};

}  // namespace vsx::store

#endif  // VSX_STORE_FILE_EPOCH_SEED_VAULT_H_
