#ifndef VSX_STORE_SCREENING_STORE_H_
#define VSX_STORE_SCREENING_STORE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "node/domain/screening.h"
#include "node/domain/screening_days.h"
#include "store/case_key_vault.h"
#include "store/case_store.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::store {

struct LoadedExercise {
  domain::ScreeningExercise exercise;
  CaseKey key;  // what was found in it is sealed under the same
};

struct LoadedScreeningMonth {
  domain::ScreeningMonth month;
  std::optional<std::string> row;  // as stored
};

struct ScreeningHitPage {
  std::vector<domain::ScreeningHit> hits;
  std::string next_page;  // opaque; empty on the last page
  size_t damaged = 0;     // rows of the page that cannot be read, passed over
};

// Exercises whose day is over so long that they are not kept any more.
struct OldExercises {
  std::vector<domain::ExerciseId> ids;
  std::vector<CaseKeyId> keys;  // those that are not destroyed yet
  std::string next_page;
};

// ScreeningStore keeps declared exercises and what was found in them, all of an exercise sealed under one data key of
// its own; and, unsealed, since it says nothing of any case, how many persons agencies declared on which days. Writing
// methods add to a batch. Threads: every method is safe concurrently. Errors: NOT_FOUND for no such exercise; DATA_LOSS
// for altered rows; those of Snapshot and CaseKeyVault.
class ScreeningStore {
 public:
  // Both outlive the store.
  ScreeningStore(CaseKeyVault& vault, crypto::RandomSource& random) : vault_(vault), random_(random) {}

  absl::StatusOr<CaseKey> NewKey();

  // What own agencies declared in the calendar month of `day`; empty where nobody did.
  absl::StatusOr<LoadedScreeningMonth> LoadMonth(const Snapshot& snapshot, const domain::CivilDate& day) const;
  // `before`: as it was loaded, and must still stand when the batch is committed.
  void PutMonth(WriteBatch& batch, const domain::CivilDate& day, const LoadedScreeningMonth& before,
                const domain::ScreeningMonth& after) const;

  void PutExercise(WriteBatch& batch, const domain::ScreeningExercise& exercise, const CaseKey& key);
  absl::StatusOr<LoadedExercise> LoadExercise(const Snapshot& snapshot, const domain::ExerciseId& id) const;

  // `key`: the exercise's. Nothing that was found takes the place of something else, be the row's number the same.
  void PutHit(WriteBatch& batch, const domain::ScreeningHit& hit, const CaseKey& key);
  // By exercise, then stream, then row; of that exercise alone where one is given. A damaged row is counted and passed
  // over. INVALID_ARGUMENT for a page of something else.
  absl::StatusOr<ScreeningHitPage> ListHits(const Snapshot& snapshot, const std::optional<domain::ExerciseId>& exercise,
                                            std::string_view page, size_t limit) const;

  // Pages over those whose day is before `day`, or whose key is destroyed already. One that cannot be read stays.
  absl::StatusOr<OldExercises> FindBefore(const Snapshot& snapshot, const domain::CivilDate& day, std::string_view page,
                                          size_t limit) const;
  // Takes the exercise and all that was found in it out of the store. Its key is destroyed first (DestroyKeys): rows
  // without a key say nothing, and are found again by FindBefore.
  absl::Status Delete(const Snapshot& snapshot, WriteBatch& batch, const domain::ExerciseId& id);
  absl::Status DestroyKeys(const std::vector<CaseKeyId>& keys) { return vault_.Destroy(keys); }

 private:
  // The key and the plaintext of a row.
  absl::StatusOr<std::pair<CaseKey, std::string>> Open(std::string_view row_key, std::string_view row) const;

  CaseKeyVault& vault_;
  crypto::RandomSource& random_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_SCREENING_STORE_H_
