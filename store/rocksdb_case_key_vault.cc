#include "store/rocksdb_case_key_vault.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "rocksdb/write_batch.h"
#include "store/byte_codec.h"
#include "store/rocksdb_database.h"
#include "store/rocksdb_status.h"
#include "store/row_key.h"
#include "store/wrapped_case_key.h"

namespace vsx::store {
namespace {

constexpr size_t kBlockKeys = 64;
constexpr uint8_t kCaseKeyRow = 1;
constexpr uint8_t kVaultRow = 2;
constexpr uint8_t kPairRow = 3;
constexpr uint8_t kVaultLayout = 1;

std::string CaseKeyRowKey(const CaseKeyId& id) {
  return ByteWriter().U8(kKeyLayoutVersion).U8(kCaseKeyRow).FixedBytes(id.bytes()).Take();
}

std::string VaultRowKey() { return ByteWriter().U8(kKeyLayoutVersion).U8(kVaultRow).Take(); }
std::string PairRowKey() { return ByteWriter().U8(kKeyLayoutVersion).U8(kPairRow).Take(); }

}  // namespace

absl::StatusOr<std::unique_ptr<RocksDbCaseKeyVault>> RocksDbCaseKeyVault::Open(const std::string& path,
                                                                               crypto::SecretBytes wrapping_key,
                                                                               crypto::RandomSource& random) {
  absl::StatusOr<std::unique_ptr<RocksDbDatabase>> database = RocksDbDatabase::Open(path, {"case_key"});
  if (!database.ok()) return database.status();
  auto vault = std::unique_ptr<RocksDbCaseKeyVault>(
      new RocksDbCaseKeyVault(path, std::move(wrapping_key), random, *std::move(database)));
  if (absl::Status status = vault->CheckOrSetWrappingKey(); !status.ok()) return status;
  return vault;
}

RocksDbCaseKeyVault::RocksDbCaseKeyVault(std::string path, crypto::SecretBytes wrapping_key,
                                         crypto::RandomSource& random, std::unique_ptr<RocksDbDatabase> database)
    : path_(std::move(path)), wrapping_key_(std::move(wrapping_key)), random_(random), database_(std::move(database)) {}

RocksDbCaseKeyVault::~RocksDbCaseKeyVault() = default;

absl::Status RocksDbCaseKeyVault::CheckOrSetWrappingKey() {
  const std::string expected = ByteWriter().U8(kVaultLayout).FixedBytes(WrappingKeyId(wrapping_key_)).Take();
  std::string found;
  rocksdb::Status status =
      database_->db().Get(VerifyingReadOptions(nullptr), database_->family(0), VaultRowKey(), &found);
  if (status.IsNotFound()) {
    return FromRocksDb(database_->db().Put(SyncedWriteOptions(), database_->family(0), VaultRowKey(), expected));
  }
  if (!status.ok()) return FromRocksDb(status);
  if (found == expected) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "the key vault was made with another keystore: give the keystore that belongs to this data directory");
}

absl::StatusOr<std::optional<PairId>> RocksDbCaseKeyVault::ReadPairId() const {
  std::string row;
  const rocksdb::Status status =
      database_->db().Get(VerifyingReadOptions(nullptr), database_->family(0), PairRowKey(), &row);
  if (status.IsNotFound()) return std::optional<PairId>();
  if (!status.ok()) return FromRocksDb(status);
  absl::StatusOr<PairId> id = DecodePairId(row);
  if (!id.ok()) return id.status();
  return std::optional<PairId>(*id);
}

absl::StatusOr<bool> RocksDbCaseKeyVault::HoldsRows() const {
  const std::string prefix = ByteWriter().U8(kKeyLayoutVersion).U8(kCaseKeyRow).Take();
  const std::unique_ptr<rocksdb::Iterator> rows(
      database_->db().NewIterator(VerifyingReadOptions(nullptr), database_->family(0)));
  rows->Seek(prefix);
  if (!rows->status().ok()) return FromRocksDb(rows->status());
  return rows->Valid() && rows->key().starts_with(prefix);
}

absl::Status RocksDbCaseKeyVault::SetPairId(const PairId& id) {
  return FromRocksDb(database_->db().Put(SyncedWriteOptions(), database_->family(0), PairRowKey(), EncodePairId(id)));
}

absl::StatusOr<AllocatedKey> RocksDbCaseKeyVault::Allocate() {
  const std::lock_guard lock(pool_mutex_);
  if (pool_.empty()) {
    if (absl::Status status = MakeBlock(); !status.ok()) return status;
  }
  AllocatedKey key = std::move(pool_.back());
  pool_.pop_back();
  return key;
}

absl::Status RocksDbCaseKeyVault::MakeBlock() {
  std::vector<AllocatedKey> block;
  rocksdb::WriteBatch rows;
  for (size_t i = 0; i < kBlockKeys; ++i) {
    absl::StatusOr<CaseKeyId> id = CaseKeyId::FromBytes(random_.Bytes(CaseKeyId::kSize));
    if (!id.ok()) return id.status();
    crypto::SecretBytes key = crypto::SecretBytes::Random(kCaseKeySize, random_);
    const std::string wrapped = WrapCaseKey(wrapping_key_, *id, key, random_);
    if (rocksdb::Status status = rows.Put(database_->family(0), CaseKeyRowKey(*id), wrapped); !status.ok()) {
      return FromRocksDb(status);
    }
    block.push_back({*id, std::move(key)});
  }
  // If this fails the block may or may not be stored; its keys were given to nobody.
  if (absl::Status status = Tell(FromRocksDb(database_->db().Write(SyncedWriteOptions(), &rows))); !status.ok())
    return status;
  pool_ = std::move(block);
  return absl::OkStatus();
}

absl::StatusOr<crypto::SecretBytes> RocksDbCaseKeyVault::Read(const CaseKeyId& id) const {
  std::string wrapped;
  {
    const std::shared_lock lock(read_mutex_);
    const rocksdb::Status status =
        database_->db().Get(VerifyingReadOptions(nullptr), database_->family(0), CaseKeyRowKey(id), &wrapped);
    if (status.IsNotFound()) return absl::NotFoundError("the case key was destroyed");
    if (!status.ok()) return FromRocksDb(status);
  }
  return UnwrapCaseKey(wrapping_key_, id, wrapped);
}

absl::Status RocksDbCaseKeyVault::Destroy(absl::Span<const CaseKeyId> ids) {
  if (ids.empty()) return absl::OkStatus();
  DestroyCall self{.ids = ids};
  std::unique_lock lock(destroy_mutex_);
  destroy_calls_.push_back(&self);
  destroyed_.wait(lock, [&] { return self.done || !destroying_; });
  if (self.done) return self.result;

  destroying_ = true;
  const std::vector<DestroyCall*> calls = std::exchange(destroy_calls_, {});
  lock.unlock();
  std::vector<CaseKeyId> all;
  for (const DestroyCall* call : calls) all.insert(all.end(), call->ids.begin(), call->ids.end());
  const absl::Status status = DestroyTogether(all);
  lock.lock();
  destroying_ = false;
  for (DestroyCall* call : calls) {
    call->result = status;
    call->done = true;
  }
  destroyed_.notify_all();
  return status;
}

absl::Status RocksDbCaseKeyVault::DestroyTogether(absl::Span<const CaseKeyId> ids) {
  if (absl::Status status = DeleteRows(ids); !status.ok()) return status;

  // A deleted row lives on in the log and in table files until these are rewritten. So every file that exists now must
  // be gone before OK.
  const absl::StatusOr<std::vector<std::string>> before = DataFiles();
  if (!before.ok()) return before.status();
  if (absl::Status status = RewriteFiles(); !status.ok()) return status;
  const absl::StatusOr<std::vector<std::string>> after = DataFiles();
  if (!after.ok()) return after.status();
  for (const std::string& name : *before) {
    if (std::find(after->begin(), after->end(), name) != after->end()) {
      return absl::UnavailableError("the destroyed keys' files could not be removed yet; try again");
    }
  }
  return absl::OkStatus();
}

absl::Status RocksDbCaseKeyVault::DeleteRows(absl::Span<const CaseKeyId> ids) {
  rocksdb::WriteBatch rows;
  for (const CaseKeyId& id : ids) {
    if (rocksdb::Status status = rows.Delete(database_->family(0), CaseKeyRowKey(id)); !status.ok()) {
      return FromRocksDb(status);
    }
  }
  return Tell(FromRocksDb(database_->db().Write(SyncedWriteOptions(), &rows)));
}

absl::Status RocksDbCaseKeyVault::Tell(absl::Status status) const {
  const bool trouble = absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
  if (trouble && on_trouble_ != nullptr) on_trouble_(status);
  return status;
}

absl::Status RocksDbCaseKeyVault::RewriteFiles() {
  rocksdb::DB& db = database_->db();
  // Over the whole range it first writes the memory table out, which retires the log.
  rocksdb::CompactRangeOptions rewrite_all;
  rewrite_all.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  absl::Status rewritten = Tell(FromRocksDb(db.CompactRange(rewrite_all, database_->family(0), nullptr, nullptr)));
  if (!rewritten.ok()) return rewritten;
  // Wait for reads that still hold old files; then switching deletions off and on purges what is obsolete, at once.
  const std::unique_lock no_reads(read_mutex_);
  if (rocksdb::Status status = db.DisableFileDeletions(); !status.ok()) return FromRocksDb(status);
  return FromRocksDb(db.EnableFileDeletions(/*force=*/true));
}

absl::StatusOr<std::vector<std::string>> RocksDbCaseKeyVault::DataFiles() const {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(path_, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::string extension = entry->path().extension().string();
    if (extension == ".sst" || extension == ".log") names.push_back(entry->path().filename().string());
  }
  if (error) return absl::UnavailableError("the key vault's directory cannot be read; check the data disk");
  return names;
}

}  // namespace vsx::store
