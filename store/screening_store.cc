#include "store/screening_store.h"

#include <utility>

#include "store/budget_codec.h"
#include "store/row_key.h"
#include "store/screening_codec.h"
#include "store/sealed_value.h"

namespace vsx::store {

absl::StatusOr<CaseKey> ScreeningStore::NewKey() {
  absl::StatusOr<AllocatedKey> allocated = vault_.Allocate();
  if (!allocated.ok()) return allocated.status();
  return CaseKey{allocated->id, std::move(allocated->key)};
}

absl::StatusOr<std::pair<CaseKey, std::string>> ScreeningStore::Open(std::string_view row_key,
                                                                     std::string_view row) const {
  absl::StatusOr<CaseKeyId> key_id = SealedUnder(row);
  if (!key_id.ok()) return key_id.status();
  absl::StatusOr<crypto::SecretBytes> key = vault_.Read(*key_id);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> plaintext = OpenValue(Table::kStatement, row_key, row, *key_id, *key);
  if (!plaintext.ok()) return plaintext.status();
  return std::pair(CaseKey{*key_id, *std::move(key)}, *std::move(plaintext));
}

absl::StatusOr<LoadedScreeningMonth> ScreeningStore::LoadMonth(const Snapshot& snapshot,
                                                               const domain::CivilDate& day) const {
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kBudget, ScreeningMonthKey(day));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return LoadedScreeningMonth{};
  absl::StatusOr<domain::ScreeningMonth> month = DecodeScreeningMonth(**row);
  if (!month.ok()) return month.status();
  return LoadedScreeningMonth{*std::move(month), *std::move(row)};
}

void ScreeningStore::PutMonth(WriteBatch& batch, const domain::CivilDate& day, const LoadedScreeningMonth& before,
                              const domain::ScreeningMonth& after) const {
  const std::string row_key = ScreeningMonthKey(day);
  if (before.row.has_value()) {
    batch.RequireUnchanged(Table::kBudget, row_key, *before.row);
  } else {
    batch.RequireAbsent(Table::kBudget, row_key);
  }
  batch.Put(Table::kBudget, row_key, EncodeScreeningMonth(after));
}

void ScreeningStore::PutExercise(WriteBatch& batch, const domain::ScreeningExercise& exercise, const CaseKey& key) {
  const std::string row_key = ExerciseKey(exercise.id);
  batch.RequireAbsent(Table::kStatement, row_key);
  batch.Put(Table::kStatement, row_key,
            SealValue(Table::kStatement, row_key, key.id, key.key, EncodeExercise(exercise), random_));
}

absl::StatusOr<LoadedExercise> ScreeningStore::LoadExercise(const Snapshot& snapshot,
                                                            const domain::ExerciseId& id) const {
  const std::string row_key = ExerciseKey(id);
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kStatement, row_key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::NotFoundError("no such exercise");
  auto opened = Open(row_key, **row);
  if (!opened.ok()) return opened.status();
  absl::StatusOr<domain::ScreeningExercise> exercise = DecodeExercise(opened->second);
  if (!exercise.ok()) return exercise.status();
  return LoadedExercise{*std::move(exercise), std::move(opened->first)};
}

void ScreeningStore::PutHit(WriteBatch& batch, const domain::ScreeningHit& hit, const CaseKey& key) {
  constexpr size_t kUniqueSize = 8;
  const std::string row_key = ScreeningHitKey(hit.exercise, hit.stream, hit.row, random_.Bytes(kUniqueSize));
  batch.Put(Table::kStatement, row_key,
            SealValue(Table::kStatement, row_key, key.id, key.key, EncodeScreeningHit(hit), random_));
}

absl::StatusOr<ScreeningHitPage> ScreeningStore::ListHits(const Snapshot& snapshot,
                                                          const std::optional<domain::ExerciseId>& exercise,
                                                          std::string_view page, size_t limit) const {
  const std::string prefix = exercise.has_value() ? ScreeningHitPrefix(*exercise) : ScreeningHitPrefix();
  absl::StatusOr<Page> rows = snapshot.Scan(Table::kStatement, prefix, page, limit);
  if (!rows.ok()) return rows.status();
  ScreeningHitPage result;
  for (const Row& row : rows->rows) {
    const auto opened = Open(row.key, row.value);
    if (absl::IsNotFound(opened.status())) continue;  // erased meanwhile
    absl::StatusOr<domain::ScreeningHit> hit = opened.ok() ? DecodeScreeningHit(opened->second) : opened.status();
    if (absl::IsDataLoss(hit.status())) {
      ++result.damaged;
      continue;
    }
    if (!hit.ok()) return hit.status();
    result.hits.push_back(*std::move(hit));
  }
  if (rows->has_more) result.next_page = rows->rows.back().key;
  return result;
}

absl::StatusOr<OldExercises> ScreeningStore::FindBefore(const Snapshot& snapshot, const domain::CivilDate& day,
                                                        std::string_view page, size_t limit) const {
  absl::StatusOr<Page> rows = snapshot.Scan(Table::kStatement, ExercisePrefix(), page, limit);
  if (!rows.ok()) return rows.status();
  OldExercises old;
  for (const Row& row : rows->rows) {
    const auto opened = Open(row.key, row.value);
    if (absl::IsNotFound(opened.status())) {
      if (const auto id = ParseExerciseKey(row.key); id.ok()) old.ids.push_back(*id);
      continue;
    }
    if (!opened.ok()) continue;
    const absl::StatusOr<domain::ScreeningExercise> exercise = DecodeExercise(opened->second);
    if (!exercise.ok() || exercise->day >= day) continue;
    old.ids.push_back(exercise->id);
    old.keys.push_back(opened->first.id);
  }
  if (rows->has_more) old.next_page = rows->rows.back().key;
  return old;
}

absl::Status ScreeningStore::Delete(const Snapshot& snapshot, WriteBatch& batch, const domain::ExerciseId& id) {
  std::string after;
  while (true) {
    absl::StatusOr<Page> rows = snapshot.Scan(Table::kStatement, ScreeningHitPrefix(id), after, kMaxPageRows);
    if (!rows.ok()) return rows.status();
    for (const Row& row : rows->rows) batch.Delete(Table::kStatement, row.key);
    if (!rows->has_more) break;
    after = rows->rows.back().key;
  }
  batch.Delete(Table::kStatement, ExerciseKey(id));
  return absl::OkStatus();
}

}  // namespace vsx::store
