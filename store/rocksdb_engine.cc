#include "store/rocksdb_engine.h"

#include <filesystem>
#include <utility>

#include "rocksdb/write_batch.h"
#include "store/rocksdb_database.h"
#include "store/rocksdb_snapshot.h"
#include "store/rocksdb_status.h"

namespace vsx::store {
namespace {

std::vector<std::string> FamilyNames() {
  std::vector<std::string> names;
  names.reserve(std::size(kAllTables));
  for (const Table table : kAllTables) names.emplace_back(TableName(table));
  return names;
}

// Whether any table has a row; `but_own`: other than the engine's own in kMeta.
absl::StatusOr<bool> HoldsAnyRow(RocksDbDatabase& database, bool but_own) {
  for (const Table table : kAllTables) {
    const std::unique_ptr<rocksdb::Iterator> rows(
        database.db().NewIterator(VerifyingReadOptions(nullptr), FamilyOf(database, table)));
    for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
      const bool own = table == Table::kMeta && rows->key().starts_with(ToSlice(kReservedMetaPrefix));
      if (!own || !but_own) return true;
    }
    if (rocksdb::Status status = rows->status(); !status.ok()) return FromRocksDb(status);
  }
  return false;
}

// Identity and audit chain of a new store, in one synced write, so that a crash leaves it new or whole.
absl::StatusOr<AuditHead> Found(RocksDbDatabase& database, const StoreIdentity& identity,
                                crypto::RandomSource& random) {
  absl::StatusOr<bool> used = HoldsAnyRow(database, /*but_own=*/false);
  if (!used.ok()) return used.status();
  if (*used) return absl::DataLossError("the store holds rows but no identity; restore from a backup");
  const AuditHead head = NewAuditChain(random.Bytes(kAuditChainIdSize));
  rocksdb::WriteBatch rows;
  rocksdb::ColumnFamilyHandle* meta = FamilyOf(database, Table::kMeta);
  if (rocksdb::Status status = rows.Put(meta, StoreIdentityKey(), EncodeStoreIdentity(identity)); !status.ok()) {
    return FromRocksDb(status);
  }
  if (rocksdb::Status status = rows.Put(meta, AuditHeadKey(), EncodeAuditHead(head)); !status.ok()) {
    return FromRocksDb(status);
  }
  if (rocksdb::Status status = database.db().Write(SyncedWriteOptions(), &rows); !status.ok()) {
    return FromRocksDb(status);
  }
  return head;
}

// Refuses a store that an upgrade would change and that `identity` may not use, while it is as it was: adding tables is
// what opening a database of an older program does first.
absl::Status CheckBeforeUpgrade(const std::string& path, const StoreIdentity& identity) {
  absl::StatusOr<std::optional<std::string>> found = RocksDbDatabase::PeekBeforeFamiliesAreAdded(
      path, FamilyNames(), std::string(TableName(Table::kMeta)), StoreIdentityKey());
  if (!found.ok()) return found.status();
  if (!found->has_value()) return absl::OkStatus();
  absl::StatusOr<StoreIdentity> stored = DecodeStoreIdentity(**found);
  if (!stored.ok()) return stored.status();
  return CheckStoreIdentity(*stored, identity);
}

// An older store, whose new tables opening it has made, is of the newer schema once its identity says so, in one synced
// write. Before that a crash leaves one of the older schema with empty tables, which is upgraded again.
absl::Status Upgrade(RocksDbDatabase& database, const StoreIdentity& stored, const StoreIdentity& identity) {
  if (stored.schema_version == identity.schema_version) return absl::OkStatus();
  return FromRocksDb(database.db().Put(SyncedWriteOptions(), FamilyOf(database, Table::kMeta), StoreIdentityKey(),
                                       EncodeStoreIdentity(identity)));
}

// The audit head of a store that fits `identity`, made now if the directory held none.
absl::StatusOr<AuditHead> FindOrFound(RocksDbDatabase& database, const StoreIdentity& identity,
                                      crypto::RandomSource& random) {
  absl::StatusOr<std::optional<std::string>> found = GetRow(database, nullptr, Table::kMeta, StoreIdentityKey());
  if (!found.ok()) return found.status();
  if (!found->has_value()) return Found(database, identity, random);
  absl::StatusOr<StoreIdentity> stored = DecodeStoreIdentity(**found);
  if (!stored.ok()) return stored.status();
  if (absl::Status status = CheckStoreIdentity(*stored, identity); !status.ok()) return status;
  if (absl::Status status = Upgrade(database, *stored, identity); !status.ok()) return status;

  absl::StatusOr<std::optional<std::string>> head = GetRow(database, nullptr, Table::kMeta, AuditHeadKey());
  if (!head.ok()) return head.status();
  if (!head->has_value()) return absl::DataLossError("the head of the audit chain is missing; restore from a backup");
  return DecodeAuditHead(**head);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksDbEngine>> RocksDbEngine::Open(const std::string& path,
                                                                   const StoreIdentity& identity,
                                                                   crypto::RandomSource& random, Options options) {
  if (absl::Status status = CheckBeforeUpgrade(path, identity); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<RocksDbDatabase>> database = RocksDbDatabase::Open(path, FamilyNames());
  if (!database.ok()) return database.status();
  absl::StatusOr<AuditHead> head = FindOrFound(**database, identity, random);
  if (!head.ok()) return head.status();
  return std::unique_ptr<RocksDbEngine>(new RocksDbEngine(path, options, *std::move(database), *std::move(head)));
}

RocksDbEngine::RocksDbEngine(std::string path, Options options, std::shared_ptr<RocksDbDatabase> database,
                             AuditHead head)
    : path_(std::move(path)), options_(options), database_(std::move(database)), queue_(*this, std::move(head)) {}

RocksDbEngine::~RocksDbEngine() = default;

std::unique_ptr<Snapshot> RocksDbEngine::TakeSnapshot() const { return std::make_unique<RocksDbSnapshot>(database_); }

absl::Status RocksDbEngine::Commit(const WriteBatch& batch) { return queue_.Commit(batch); }

absl::StatusOr<std::optional<PairId>> RocksDbEngine::ReadPairId() const {
  absl::StatusOr<std::optional<std::string>> row = GetRow(*database_, nullptr, Table::kMeta, StorePairKey());
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::optional<PairId>();
  absl::StatusOr<PairId> id = DecodePairId(**row);
  if (!id.ok()) return id.status();
  return std::optional<PairId>(*id);
}

absl::StatusOr<bool> RocksDbEngine::HoldsRows() const { return HoldsAnyRow(*database_, /*but_own=*/true); }

absl::Status RocksDbEngine::SetPairId(const PairId& id) {
  return FromRocksDb(
      database_->db().Put(SyncedWriteOptions(), FamilyOf(*database_, Table::kMeta), StorePairKey(), EncodePairId(id)));
}

absl::StatusOr<std::optional<std::string>> RocksDbEngine::ReadLatest(Table table, const std::string& key) {
  return GetRow(*database_, nullptr, table, key);
}

absl::Status RocksDbEngine::WriteSynced(const std::vector<const WriteBatch::Change*>& changes) {
  rocksdb::WriteBatch rows;
  for (const WriteBatch::Change* change : changes) {
    rocksdb::ColumnFamilyHandle* family = FamilyOf(*database_, change->table);
    const rocksdb::Status status =
        change->value.has_value() ? rows.Put(family, change->key, *change->value) : rows.Delete(family, change->key);
    if (!status.ok()) return FromRocksDb(status);
  }
  return FromRocksDb(database_->db().Write(SyncedWriteOptions(), &rows));
}

ReserveUse RocksDbEngine::ReserveInUse() const {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(path_, error);
  if (error || space.available >= options_.reserved_disk_bytes) return ReserveUse::kNone;
  return space.available >= options_.reserved_disk_bytes / 2 ? ReserveUse::kHalf : ReserveUse::kAll;
}

}  // namespace vsx::store
