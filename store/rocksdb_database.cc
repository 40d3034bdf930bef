#include "store/rocksdb_database.h"

#include <algorithm>
#include <cstdarg>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "rocksdb/env.h"
#include "rocksdb/table.h"
#include "store/file_io.h"
#include "store/rocksdb_status.h"

namespace vsx::store {
namespace {

// RocksDB's information log is left out: the packaged library aborts the process when it writes to that log after one
// write to it failed (a full disk), and it could hold keys. What matters comes back as a status.
class SilentLogger final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::DBOptions DatabaseOptions() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.paranoid_checks = true;
  options.track_and_verify_wals_in_manifest = true;
  // A torn last record is a write that was never acknowledged. Damage before it would be acknowledged changes silently
  // cut off, which RocksDB's default tolerates: refuse to open instead.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.max_total_wal_size = uint64_t{64} << 20;
  options.info_log = std::make_shared<SilentLogger>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.max_open_files = 512;
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions() {
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kNoCompression;  // values are ciphertext
  options.write_buffer_size = size_t{4} << 20;
  options.paranoid_file_checks = true;
  rocksdb::BlockBasedTableOptions table;
  table.verify_compression = false;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// The families of the database in `path`; none where there is no database.
absl::StatusOr<std::vector<std::string>> ListFamilies(const std::string& path) {
  std::error_code error;
  std::vector<std::string> found;
  if (!std::filesystem::exists(std::filesystem::path(path) / "CURRENT", error)) return found;
  if (rocksdb::Status status = rocksdb::DB::ListColumnFamilies(DatabaseOptions(), path, &found); !status.ok()) {
    return FromRocksDbOpen(status);
  }
  return found;
}

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A database that was being made when the process died, or that an older program made, may lack some of our families,
// but never has foreign ones; one of another making has none of ours.
absl::Status CheckFamilies(const std::string& path, const std::vector<std::string>& expected) {
  absl::StatusOr<std::vector<std::string>> found = ListFamilies(path);
  if (!found.ok()) return found.status();
  for (const std::string& name : *found) {
    if (name != rocksdb::kDefaultColumnFamilyName && !Has(expected, name)) {
      return FromRocksDbOpen(rocksdb::Status::InvalidArgument());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksDbDatabase>> RocksDbDatabase::Open(const std::string& path,
                                                                       const std::vector<std::string>& families) {
  if (absl::Status made = MakeFolder(path); !made.ok()) {
    return absl::UnavailableError("the data directory cannot be made; check its path and permissions");
  }
  if (absl::Status status = CheckFamilies(path, families); !status.ok()) return status;

  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {{rocksdb::kDefaultColumnFamilyName, FamilyOptions()}};
  for (const std::string& name : families) descriptors.emplace_back(name, FamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  if (rocksdb::Status status = rocksdb::DB::Open(DatabaseOptions(), path, descriptors, &handles, &db); !status.ok()) {
    return FromRocksDbOpen(status);
  }
  auto database = std::unique_ptr<RocksDbDatabase>(new RocksDbDatabase);
  database->db_.reset(db);
  database->default_family_ = handles.front();
  database->families_.assign(handles.begin() + 1, handles.end());
  return database;
}

absl::StatusOr<std::optional<std::string>> RocksDbDatabase::PeekBeforeFamiliesAreAdded(
    const std::string& path, const std::vector<std::string>& families, const std::string& family,
    std::string_view key) {
  absl::StatusOr<std::vector<std::string>> found = ListFamilies(path);
  if (!found.ok()) return found.status();
  const bool lacks_some =
      std::any_of(families.begin(), families.end(), [&](const std::string& name) { return !Has(*found, name); });
  if (!lacks_some || !Has(*found, family)) return std::nullopt;

  auto database = std::unique_ptr<RocksDbDatabase>(new RocksDbDatabase);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::OpenForReadOnly(
      DatabaseOptions(), path, {{rocksdb::kDefaultColumnFamilyName, FamilyOptions()}, {family, FamilyOptions()}},
      &handles, &db);
  if (!opened.ok()) return FromRocksDbOpen(opened);
  database->db_.reset(db);
  database->default_family_ = handles[0];
  database->families_ = {handles[1]};
  std::string value;
  const rocksdb::Status read = db->Get(VerifyingReadOptions(nullptr), handles[1], ToSlice(key), &value);
  if (read.IsNotFound()) return std::nullopt;
  if (!read.ok()) return FromRocksDb(read);
  return value;
}

RocksDbDatabase::~RocksDbDatabase() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* family : families_) db_->DestroyColumnFamilyHandle(family);
  db_->DestroyColumnFamilyHandle(default_family_);
  db_->Close();
}

rocksdb::ReadOptions VerifyingReadOptions(const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  options.snapshot = snapshot;
  return options;
}

rocksdb::WriteOptions SyncedWriteOptions() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace vsx::store
