#ifndef VSX_STORE_ROCKSDB_SNAPSHOT_H_
#define VSX_STORE_ROCKSDB_SNAPSHOT_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "store/rocksdb_database.h"
#include "store/snapshot.h"

namespace vsx::store {

// The database's column family of a table.
rocksdb::ColumnFamilyHandle* FamilyOf(const RocksDbDatabase& database, Table table);

// One read with checksums verified. `snapshot` may be null: the latest state.
absl::StatusOr<std::optional<std::string>> GetRow(RocksDbDatabase& database, const rocksdb::Snapshot* snapshot,
                                                  Table table, std::string_view key);

// RocksDbSnapshot keeps its database open for as long as it lives.
class RocksDbSnapshot final : public Snapshot {
 public:
  explicit RocksDbSnapshot(std::shared_ptr<RocksDbDatabase> database)
      : database_(std::move(database)), snapshot_(database_->db().GetSnapshot()) {}
  ~RocksDbSnapshot() override { database_->db().ReleaseSnapshot(snapshot_); }
  RocksDbSnapshot(const RocksDbSnapshot&) = delete;
  RocksDbSnapshot& operator=(const RocksDbSnapshot&) = delete;

  absl::StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override;
  absl::StatusOr<Page> Scan(Table table, std::string_view prefix, std::string_view after_key,
                            size_t limit) const override;

 private:
  const std::shared_ptr<RocksDbDatabase> database_;
  const rocksdb::Snapshot* const snapshot_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_ROCKSDB_SNAPSHOT_H_
