#include "store/rocksdb_database.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdarg>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "rocksdb/env.h"
#include "rocksdb/table.h"
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

// What stands in a directory, a new entry above all, outlives a power cut only once the directory itself is synced.
bool SyncDirectory(const std::filesystem::path& path) {
  const int directory = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return false;
  const bool synced = fsync(directory) == 0;
  close(directory);
  return synced;
}

// The directory with its parents, readable by this user alone.
absl::Status MakeDirectory(const std::string& path) {
  namespace fs = std::filesystem;
  const absl::Status failed =
      absl::UnavailableError("the data directory cannot be made; check its path and permissions");
  std::error_code error;
  const fs::path target = fs::absolute(path, error).lexically_normal();
  if (error) return failed;
  std::vector<fs::path> missing;  // deepest first
  for (fs::path at = target; !fs::exists(at, error) && at.has_relative_path(); at = at.parent_path()) {
    missing.push_back(at);
  }
  if (missing.empty()) return absl::OkStatus();
  fs::create_directories(target, error);
  if (!error) fs::permissions(target, fs::perms::owner_all, error);
  if (error) return failed;
  for (const fs::path& made : missing) {
    if (!SyncDirectory(made.parent_path())) return failed;
  }
  return absl::OkStatus();
}

// A database that was being made when the process died may lack some of our families, but never has foreign ones; one
// of another making has none of ours.
absl::Status CheckFamilies(const std::string& path, const std::vector<std::string>& expected) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::path(path) / "CURRENT", error)) return absl::OkStatus();
  std::vector<std::string> found;
  if (rocksdb::Status status = rocksdb::DB::ListColumnFamilies(DatabaseOptions(), path, &found); !status.ok()) {
    return FromRocksDbOpen(status);
  }
  for (const std::string& name : found) {
    if (name != rocksdb::kDefaultColumnFamilyName &&
        std::find(expected.begin(), expected.end(), name) == expected.end()) {
      return FromRocksDbOpen(rocksdb::Status::InvalidArgument());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksDbDatabase>> RocksDbDatabase::Open(const std::string& path,
                                                                       const std::vector<std::string>& families) {
  if (absl::Status status = MakeDirectory(path); !status.ok()) return status;
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
