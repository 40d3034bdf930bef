#include "store/store_pairing.h"

#include <optional>

#include "store/byte_codec.h"
#include "store/rocksdb_case_key_vault.h"
#include "store/rocksdb_engine.h"
#include "store/write_batch.h"

namespace vsx::store {
namespace {

constexpr uint8_t kPairLayout = 1;

// What one of the two says of itself.
struct Half {
  std::optional<PairId> id;
  bool used = false;

  bool is_new() const { return !id.has_value() && !used; }
};

template <typename Database>
absl::StatusOr<Half> LookAt(const Database& database) {
  absl::StatusOr<std::optional<PairId>> id = database.ReadPairId();
  if (!id.ok()) return id.status();
  absl::StatusOr<bool> used = database.HoldsRows();
  if (!used.ok()) return used.status();
  return Half{*id, *used};
}

absl::Status Refuse(const Half& store, const Half& vault) {
  if (vault.is_new()) {
    return absl::FailedPreconditionError(
        "the key vault (folder keys) is new, but the store holds rows: without their keys every case would count as "
        "erased. Remove the new folder keys and put back the one that belongs to this store; do not make another");
  }
  if (store.is_new()) {
    return absl::FailedPreconditionError(
        "the store (folder store) is new, but the key vault holds keys: the cases that they open are missing. Remove "
        "the new folder store and put back the one that belongs to this key vault");
  }
  return absl::FailedPreconditionError(
      "the store (folder store) and the key vault (folder keys) do not belong together: every case would count as "
      "erased. Put back both folders as they were made together, from one backup");
}

}  // namespace

std::string StorePairKey() { return std::string(kReservedMetaPrefix) + "pair"; }

std::string EncodePairId(const PairId& id) { return ByteWriter().U8(kPairLayout).FixedBytes(id.bytes()).Take(); }

absl::StatusOr<PairId> DecodePairId(std::string_view value) {
  ByteReader reader(value);
  if (reader.U8() != kPairLayout) reader.Fail();
  const std::string id = reader.FixedBytes(PairId::kSize);
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return PairId::FromBytes(id);
}

absl::Status PairStoreWithVault(RocksDbEngine& engine, RocksDbCaseKeyVault& vault, crypto::RandomSource& random) {
  const absl::StatusOr<Half> store = LookAt(engine);
  if (!store.ok()) return store.status();
  const absl::StatusOr<Half> keys = LookAt(vault);
  if (!keys.ok()) return keys.status();
  if (store->id.has_value() && store->id == keys->id) return absl::OkStatus();
  if (store->used || keys->used || (store->id.has_value() && keys->id.has_value())) return Refuse(*store, *keys);

  // Nothing was kept in either: what is there of the pairing is completed.
  absl::StatusOr<PairId> id = PairId::FromBytes(random.Bytes(PairId::kSize));
  if (!id.ok()) return id.status();
  if (store->id.has_value()) id = *store->id;
  if (keys->id.has_value()) id = *keys->id;
  if (!keys->id.has_value()) {
    if (absl::Status status = vault.SetPairId(*id); !status.ok()) return status;
  }
  return store->id.has_value() ? absl::OkStatus() : engine.SetPairId(*id);
}

}  // namespace vsx::store
