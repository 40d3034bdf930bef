#include "store/rocksdb_snapshot.h"

#include "store/rocksdb_status.h"

namespace vsx::store {

rocksdb::ColumnFamilyHandle* FamilyOf(const RocksDbDatabase& database, Table table) {
  return database.family(static_cast<size_t>(table));  // families are opened in the order of kAllTables
}

absl::StatusOr<std::optional<std::string>> GetRow(RocksDbDatabase& database, const rocksdb::Snapshot* snapshot,
                                                  Table table, std::string_view key) {
  std::string value;
  const rocksdb::Status status =
      database.db().Get(VerifyingReadOptions(snapshot), FamilyOf(database, table), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocksDb(status);
  return value;
}

absl::StatusOr<std::optional<std::string>> RocksDbSnapshot::Get(Table table, std::string_view key) const {
  return GetRow(*database_, snapshot_, table, key);
}

absl::StatusOr<Page> RocksDbSnapshot::Scan(Table table, std::string_view prefix, std::string_view after_key,
                                           size_t limit) const {
  if (absl::Status status = CheckScanArguments(prefix, after_key, limit); !status.ok()) return status;
  // Started at the prefix or just after a key that has it, ordered bytewise: rows with the prefix come first.
  std::string start = after_key.empty() ? std::string(prefix) : std::string(after_key) + '\0';
  const std::unique_ptr<rocksdb::Iterator> rows(
      database_->db().NewIterator(VerifyingReadOptions(snapshot_), FamilyOf(*database_, table)));
  Page page;
  size_t bytes = 0;
  for (rows->Seek(start); rows->Valid() && rows->key().starts_with(ToSlice(prefix)); rows->Next()) {
    if (page.rows.size() == limit || bytes >= kMaxPageBytes) {
      page.has_more = true;
      return page;
    }
    page.rows.push_back({rows->key().ToString(), rows->value().ToString()});
    bytes += rows->key().size() + rows->value().size();
  }
  if (rocksdb::Status status = rows->status(); !status.ok()) return FromRocksDb(status);
  return page;
}

}  // namespace vsx::store
