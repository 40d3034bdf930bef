#include "store/case_store.h"

#include <utility>

#include "absl/status/status.h"
#include "crypto/case_pseudonym.h"
#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/keyed_hash.h"
#include "store/byte_codec.h"
#include "store/case_codec.h"
#include "store/row_key.h"
#include "store/sealed_value.h"

namespace vsx::store {
namespace {

// A whole scan of a bounded set of rows that belong to one case. `passed_over` counts those that cannot be read; null:
// one of them fails the scan.
template <typename T, typename Decode>
absl::StatusOr<std::vector<T>> LoadAll(const Snapshot& snapshot, const std::string& prefix, const LoadedCase& of,
                                       size_t* passed_over, Decode decode) {
  std::vector<T> values;
  std::string after;
  while (true) {
    absl::StatusOr<Page> page = snapshot.Scan(Table::kCase, prefix, after, kMaxPageRows);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      absl::StatusOr<std::string> plaintext = OpenValue(Table::kCase, row.key, row.value, of.key.id, of.key.key);
      absl::StatusOr<T> value = plaintext.ok() ? decode(*plaintext) : absl::StatusOr<T>(plaintext.status());
      if (absl::IsDataLoss(value.status()) && passed_over != nullptr) {
        ++*passed_over;
        continue;
      }
      if (!value.ok()) return value.status();
      values.push_back(*std::move(value));
    }
    if (!page->has_more) return values;
    after = page->rows.back().key;
  }
}

}  // namespace

CaseStore::CaseStore(CaseKeyVault& vault, const crypto::SecretBytes& lookup_key, crypto::RandomSource& random)
    : vault_(vault), lookup_key_(lookup_key), random_(random) {}

absl::StatusOr<CaseKey> CaseStore::NewKey() {
  absl::StatusOr<AllocatedKey> allocated = vault_.Allocate();
  if (!allocated.ok()) return allocated.status();
  return CaseKey{allocated->id, std::move(allocated->key)};
}

absl::StatusOr<LoadedCase> CaseStore::OpenRecord(std::string_view row_key, std::string row) const {
  absl::StatusOr<CaseKeyId> key_id = SealedUnder(row);
  if (!key_id.ok()) return key_id.status();
  absl::StatusOr<crypto::SecretBytes> key = vault_.Read(*key_id);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> plaintext = OpenValue(Table::kCase, row_key, row, *key_id, *key);
  if (!plaintext.ok()) return plaintext.status();
  absl::StatusOr<domain::CaseRecord> record = DecodeCaseRecord(*plaintext);
  if (!record.ok()) return record.status();
  return LoadedCase{*std::move(record), CaseKey{*key_id, *std::move(key)}, std::move(row)};
}

absl::StatusOr<LoadedCase> CaseStore::Load(const Snapshot& snapshot, const domain::CaseId& id) const {
  const std::string row_key = CaseRecordKey(id);
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kCase, row_key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::NotFoundError("no case with this id");
  return OpenRecord(row_key, *std::move(*row));
}

absl::StatusOr<UnkeyedCase> CaseStore::LoadUnkeyed(const Snapshot& snapshot, const domain::CaseId& id) const {
  absl::StatusOr<LoadedCase> loaded = Load(snapshot, id);
  if (!loaded.ok()) return loaded.status();
  std::string pseudonym = Pseudonym(*loaded);
  return UnkeyedCase{std::move(loaded->record), std::move(pseudonym)};
}

absl::StatusOr<bool> CaseStore::HasRow(const Snapshot& snapshot, const domain::CaseId& id) const {
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kCase, CaseRecordKey(id));
  if (!row.ok()) return row.status();
  return row->has_value();
}

absl::StatusOr<std::vector<domain::ConsentEntry>> CaseStore::LoadConsentChain(const Snapshot& snapshot,
                                                                              const LoadedCase& of) const {
  return LoadAll<domain::ConsentEntry>(snapshot, CaseConsentPrefix(of.record.id), of, nullptr, DecodeConsentEntry);
}

absl::StatusOr<std::vector<domain::SignedCopy>> CaseStore::LoadCopies(const Snapshot& snapshot, const LoadedCase& of,
                                                                      size_t* damaged) const {
  size_t passed_over = 0;
  return LoadAll<domain::SignedCopy>(snapshot, CaseCopyPrefix(of.record.id), of,
                                     damaged == nullptr ? &passed_over : damaged, DecodeSignedCopy);
}

absl::StatusOr<std::vector<domain::CaseId>> CaseStore::FindByHandle(const Snapshot& snapshot,
                                                                    const domain::Handle& handle) const {
  const std::string prefix = OwnCaseLookupPrefix(HandleHash(handle));
  std::vector<domain::CaseId> ids;
  std::string after;
  while (true) {
    absl::StatusOr<Page> page = snapshot.Scan(Table::kHandleLookup, prefix, after, kMaxPageRows);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      absl::StatusOr<domain::CaseId> id = ParseOwnCaseLookupKey(row.key);
      if (!id.ok()) return id.status();
      ids.push_back(*id);
    }
    if (!page->has_more) return ids;
    after = page->rows.back().key;
  }
}

absl::StatusOr<CasePage> CaseStore::List(const Snapshot& snapshot, std::string_view page, size_t limit) const {
  absl::StatusOr<Page> index = snapshot.Scan(Table::kCase, CaseByTimePrefix(), page, limit);
  if (!index.ok()) return index.status();
  CasePage result;
  for (const Row& row : index->rows) {
    const absl::StatusOr<domain::CaseId> id = ParseCaseByTimeKey(row.key);
    absl::StatusOr<UnkeyedCase> loaded =
        id.ok() ? LoadUnkeyed(snapshot, *id) : absl::StatusOr<UnkeyedCase>(id.status());
    if (absl::IsNotFound(loaded.status())) continue;  // erased
    if (absl::IsDataLoss(loaded.status())) {
      ++result.damaged;
      continue;
    }
    if (!loaded.ok()) return loaded.status();
    result.cases.push_back(*std::move(loaded));
  }
  if (index->has_more) result.next_page = index->rows.back().key;
  return result;
}

absl::StatusOr<CaseIdPage> CaseStore::ListIds(const Snapshot& snapshot, std::string_view page, size_t limit) const {
  absl::StatusOr<Page> index = snapshot.Scan(Table::kCase, CaseByTimePrefix(), page, limit);
  if (!index.ok()) return index.status();
  CaseIdPage result;
  for (const Row& row : index->rows) {
    absl::StatusOr<domain::CaseId> id = ParseCaseByTimeKey(row.key);
    if (!id.ok()) return id.status();
    result.ids.push_back(*id);
  }
  if (index->has_more) result.next_page = index->rows.back().key;
  return result;
}

std::string CaseStore::Seal(Table table, std::string_view row_key, const CaseKey& key, std::string_view plaintext) {
  return SealValue(table, row_key, key.id, key.key, plaintext, random_);
}

void CaseStore::PutNew(WriteBatch& batch, const domain::CaseRecord& record, const CaseKey& key) {
  const std::string row_key = CaseRecordKey(record.id);
  batch.RequireAbsent(Table::kCase, row_key);
  batch.Put(Table::kCase, row_key, Seal(Table::kCase, row_key, key, EncodeCaseRecord(record)));
  batch.Put(Table::kCase, CaseByTimeKey(record.registered_at, record.id), "");
}

void CaseStore::PutChanged(WriteBatch& batch, const LoadedCase& before, domain::CaseRecord after) {
  const std::string row_key = CaseRecordKey(before.record.id);
  after.version = before.record.version + 1;
  batch.RequireUnchanged(Table::kCase, row_key, before.row);
  batch.Put(Table::kCase, row_key, Seal(Table::kCase, row_key, before.key, EncodeCaseRecord(after)));
}

void CaseStore::PutConsent(WriteBatch& batch, const LoadedCase& of, const domain::ConsentEntry& entry) {
  const std::string row_key = CaseConsentKey(of.record.id, entry.number);
  batch.RequireAbsent(Table::kCase, row_key);
  batch.Put(Table::kCase, row_key, Seal(Table::kCase, row_key, of.key, EncodeConsentEntry(entry)));
}

void CaseStore::PutCopy(WriteBatch& batch, const LoadedCase& of, const domain::SignedCopy& copy) {
  const std::string row_key = CaseCopyKey(of.record.id, copy.id);
  batch.Put(Table::kCase, row_key, Seal(Table::kCase, row_key, of.key, EncodeSignedCopy(copy)));
}

void CaseStore::DeleteCopy(WriteBatch& batch, const LoadedCase& of, const domain::CopyId& copy) {
  batch.Delete(Table::kCase, CaseCopyKey(of.record.id, copy));
}

void CaseStore::PutHandle(WriteBatch& batch, const domain::CaseId& of, const domain::Handle& handle) {
  batch.Put(Table::kHandleLookup, OwnCaseLookupKey(HandleHash(handle), of), "");
}

std::string CaseStore::Pseudonym(const LoadedCase& of) { return Pseudonym(of.key, of.record.id); }

std::string CaseStore::Pseudonym(const CaseKey& key, const domain::CaseId& id) {
  return crypto::CasePseudonym(key.key, id.bytes());
}

std::string CaseStore::HandleHash(const domain::Handle& handle) const {
  return crypto::KeyedHash(lookup_key_, handle.canonical());
}

std::string ConsentHash(const domain::CaseId& id, uint32_t number, std::string_view previous_hash,
                        const domain::ConsentRecord& record) {
  ByteWriter out;
  out.LpBytes("vsx/consent/v1").FixedBytes(id.bytes()).U32(number).FixedBytes(previous_hash);
  out.LpBytes(EncodeConsentRecord(record));
  return crypto::Sha256(out.Take());
}

}  // namespace vsx::store
