#ifndef VSX_STORE_ROCKSDB_DATABASE_H_
#define VSX_STORE_ROCKSDB_DATABASE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"

namespace vsx::store {

// RocksDbDatabase is an open RocksDB database with the options that every database of the node has: paranoid checks, no
// compression, a write-ahead log that must be whole but for a torn tail, no information log.
// Threads: as RocksDB. Closes the database when destroyed.
class RocksDbDatabase {
 public:
  // Opens the database in `path`, or makes it (directory mode 0700), with exactly `families`, in that order in
  // family(). Errors: FAILED_PRECONDITION when the database there has other families; UNAVAILABLE when another process
  // has it open; DATA_LOSS when it is damaged.
  static absl::StatusOr<std::unique_ptr<RocksDbDatabase>> Open(const std::string& path,
                                                               const std::vector<std::string>& families);

  // What a database in `path` that lacks some of `families` holds under `key` of `family`: nullopt when there is none,
  // or no database, or it lacks none. Changes nothing on disk, so that Open, which adds what is missing, can be spared
  // a database that is not to be touched. Errors: as Open.
  static absl::StatusOr<std::optional<std::string>> PeekBeforeFamiliesAreAdded(const std::string& path,
                                                                               const std::vector<std::string>& families,
                                                                               const std::string& family,
                                                                               std::string_view key);

  ~RocksDbDatabase();
  RocksDbDatabase(const RocksDbDatabase&) = delete;
  RocksDbDatabase& operator=(const RocksDbDatabase&) = delete;

  rocksdb::DB& db() { return *db_; }
  rocksdb::ColumnFamilyHandle* family(size_t index) const { return families_[index]; }

 private:
  RocksDbDatabase() = default;

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  rocksdb::ColumnFamilyHandle* default_family_ = nullptr;  // RocksDB demands it; it stays empty
};

// Checksums verified; `snapshot` may be null: the latest state.
rocksdb::ReadOptions VerifyingReadOptions(const rocksdb::Snapshot* snapshot);

// Returns only when the write is on the medium.
rocksdb::WriteOptions SyncedWriteOptions();

inline rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace vsx::store

#endif  // VSX_STORE_ROCKSDB_DATABASE_H_
