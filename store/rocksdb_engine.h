#ifndef VSX_STORE_ROCKSDB_ENGINE_H_
#define VSX_STORE_ROCKSDB_ENGINE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "store/commit_queue.h"
#include "store/engine.h"
#include "store/store_identity.h"
#include "store/store_pairing.h"

namespace vsx::store {

class RocksDbDatabase;

// RocksDbEngine is the Engine that keeps its rows on disk. One process at a time opens a directory.
class RocksDbEngine final : public Engine, private CommitTarget {
 public:
  struct Options {
    // Free space on the data disk below which only batches that use the reserve are taken; below half of it, only those
    // that may use all of it.
    uint64_t reserved_disk_bytes = uint64_t{64} << 20;
  };

  // Opens the store in `path`, or makes it: then `random` gives the audit chain its id. A store of schema version 1 is
  // upgraded in place. Errors, after which it is as it was:
  //   FAILED_PRECONDITION  schema version, Party or keystore is another than `identity` says, or no store of ours
  //   UNAVAILABLE          in use by another process, or not readable
  //   DATA_LOSS            damaged
  static absl::StatusOr<std::unique_ptr<RocksDbEngine>> Open(const std::string& path, const StoreIdentity& identity,
                                                             crypto::RandomSource& random, Options options);
  static absl::StatusOr<std::unique_ptr<RocksDbEngine>> Open(const std::string& path, const StoreIdentity& identity,
                                                             crypto::RandomSource& random) {
    return Open(path, identity, random, Options());
  }

  ~RocksDbEngine() override;

  std::unique_ptr<Snapshot> TakeSnapshot() const override;
  absl::Status Commit(const WriteBatch& batch) override;

  // For PairStoreWithVault: the id shared with the key vault, and whether anything was ever committed.
  absl::StatusOr<std::optional<PairId>> ReadPairId() const;
  absl::StatusOr<bool> HoldsRows() const;
  absl::Status SetPairId(const PairId& id);

 private:
  RocksDbEngine(std::string path, Options options, std::shared_ptr<RocksDbDatabase> database, AuditHead head);

  absl::StatusOr<std::optional<std::string>> ReadLatest(Table table, const std::string& key) override;
  absl::Status WriteSynced(const std::vector<const WriteBatch::Change*>& changes) override;
  ReserveUse ReserveInUse() const override;

  const std::string path_;
  const Options options_;
  const std::shared_ptr<RocksDbDatabase> database_;  // shared with snapshots
  CommitQueue queue_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_ROCKSDB_ENGINE_H_
