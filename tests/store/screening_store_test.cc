#include "store/screening_store.h"

#include "store/row_key.h"
#include "tests/store/typed_store_harness.h"

namespace vsx::store {
namespace {

template <typename Harness>
class ScreeningStoreTest : public TypedStoreTest<Harness> {
 protected:
  static domain::CivilDate Day(int day) { return *domain::CivilDate::Create(2031, 3, day); }

  domain::ExerciseId Stored(char id, const domain::CivilDate& day, const std::vector<uint32_t>& rows) {
    domain::ScreeningExercise exercise = ExampleExercise();
    exercise.id = domain::ExerciseId::FromBytes(std::string(16, id)).value();
    exercise.file_number = "EXERCISE-NUMBER";
    exercise.day = day;
    const CaseKey key = store_.NewKey().value();
    WriteBatch batch;
    store_.PutExercise(batch, exercise, key);
    for (const uint32_t row : rows) store_.PutHit(batch, HitOf(exercise.id, row), key);
    EXPECT_TRUE(this->engine().Commit(batch).ok());
    return exercise.id;
  }

  static domain::ScreeningStreamId Stream(char id) {
    return domain::ScreeningStreamId::FromBytes(std::string(16, id)).value();
  }

  static domain::ScreeningHit HitOf(const domain::ExerciseId& exercise, uint32_t row) {
    domain::ScreeningHit hit = ExampleScreeningHit();
    hit.exercise = exercise;
    hit.stream = Stream('s');
    hit.row = row;
    hit.file_number = "EXERCISE-NUMBER";
    return hit;
  }

  std::vector<uint32_t> RowsOf(const std::optional<domain::ExerciseId>& exercise) {
    std::vector<uint32_t> rows;
    std::string page;
    do {
      const ScreeningHitPage hits = store_.ListHits(*this->Now(), exercise, page, 2).value();
      EXPECT_LE(hits.hits.size(), 2U);
      for (const domain::ScreeningHit& hit : hits.hits) rows.push_back(hit.row);
      page = hits.next_page;
    } while (!page.empty());
    return rows;
  }

  ScreeningStore store_{this->vault_, this->random_};
};
TYPED_TEST_SUITE(ScreeningStoreTest, BothEngines);

TYPED_TEST(ScreeningStoreTest, ExerciseComesBackAndNothingOfItIsReadable) {
  const domain::ExerciseId id = this->Stored('a', this->Day(1), {7});
  const LoadedExercise loaded = this->store_.LoadExercise(*this->Now(), id).value();
  EXPECT_EQ(loaded.exercise.file_number, "EXERCISE-NUMBER");
  EXPECT_EQ(loaded.exercise.day, this->Day(1));
  this->ExpectNowhere("EXERCISE-NUMBER");
  const auto unknown = domain::ExerciseId::FromBytes(std::string(16, 'z')).value();
  EXPECT_TRUE(absl::IsNotFound(this->store_.LoadExercise(*this->Now(), unknown).status()));
}

TYPED_TEST(ScreeningStoreTest, MonthIsWrittenOverTheOneThatWasReadAlone) {
  const LoadedScreeningMonth none = this->store_.LoadMonth(*this->Now(), this->Day(1)).value();
  EXPECT_TRUE(none.month.empty());
  const domain::ScreeningMonth first = {{this->Day(9), {{"a", 5}}}};
  WriteBatch batch;
  this->store_.PutMonth(batch, this->Day(1), none, first);
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  EXPECT_TRUE(absl::IsAborted(this->engine().Commit(batch))) << "another one was written meanwhile";
  const LoadedScreeningMonth loaded = this->store_.LoadMonth(*this->Now(), this->Day(31)).value();
  EXPECT_EQ(loaded.month, first);
  EXPECT_TRUE(this->store_.LoadMonth(*this->Now(), *domain::CivilDate::Create(2031, 4, 1))->month.empty());
  EXPECT_TRUE(this->store_.LoadMonth(*this->Now(), *domain::CivilDate::Create(2032, 3, 1))->month.empty());
  WriteBatch more;
  this->store_.PutMonth(more, this->Day(1), loaded, {{this->Day(9), {{"a", 6}}}});
  ASSERT_TRUE(this->engine().Commit(more).ok());
  EXPECT_TRUE(absl::IsAborted(this->engine().Commit(more)));
}

TYPED_TEST(ScreeningStoreTest, HitsAreListedByExerciseThenStreamThenRowAndNoneReplacesAnother) {
  const domain::ExerciseId first = this->Stored('a', this->Day(1), {300, 2, 1});
  this->Stored('b', this->Day(1), {9});
  EXPECT_EQ(this->RowsOf(std::nullopt), (std::vector<uint32_t>{1, 2, 300, 9}));
  EXPECT_EQ(this->RowsOf(first), (std::vector<uint32_t>{1, 2, 300}));
  // A second list has rows of the same numbers, and a row may be asked about twice in one stream.
  const LoadedExercise exercise = this->store_.LoadExercise(*this->Now(), first).value();
  WriteBatch again;
  domain::ScreeningHit other_list = this->HitOf(first, 2);
  other_list.stream = this->Stream('t');
  this->store_.PutHit(again, other_list, exercise.key);
  this->store_.PutHit(again, this->HitOf(first, 2), exercise.key);
  ASSERT_TRUE(this->engine().Commit(again).ok());
  EXPECT_EQ(this->RowsOf(first), (std::vector<uint32_t>{1, 2, 2, 300, 2}));
  const ScreeningHitPage page = this->store_.ListHits(*this->Now(), first, "", 10).value();
  EXPECT_EQ(page.hits[3].stream, this->Stream('s'));
  EXPECT_EQ(page.hits[4].stream, this->Stream('t'));
}

TYPED_TEST(ScreeningStoreTest, PageOfSomethingElseIsRefusedAndDamageIsPassedOver) {
  const domain::ExerciseId id = this->Stored('a', this->Day(1), {1, 2});
  EXPECT_TRUE(absl::IsInvalidArgument(this->store_.ListHits(*this->Now(), id, "elsewhere", 10).status()));
  WriteBatch damage;
  damage.Put(Table::kStatement, ScreeningHitKey(id, this->Stream('s'), 3, "8 random"), "no sealed value");
  ASSERT_TRUE(this->engine().Commit(damage).ok());
  const ScreeningHitPage page = this->store_.ListHits(*this->Now(), id, "", 10).value();
  EXPECT_EQ(page.damaged, 1U);
  EXPECT_EQ(page.hits.size(), 2U);
}

TYPED_TEST(ScreeningStoreTest, OldExercisesAreFoundAndTakenOutWhole) {
  const domain::ExerciseId old = this->Stored('a', this->Day(1), {1, 2});
  const domain::ExerciseId young = this->Stored('b', this->Day(2), {3});
  OldExercises found = this->store_.FindBefore(*this->Now(), this->Day(2), "", 10).value();
  ASSERT_EQ(found.ids, std::vector{old});
  ASSERT_TRUE(this->store_.DestroyKeys(found.keys).ok());
  EXPECT_EQ(this->RowsOf(std::nullopt), std::vector<uint32_t>{3});
  found = this->store_.FindBefore(*this->Now(), this->Day(1), "", 10).value();
  EXPECT_EQ(found.ids, std::vector{old}) << "its key is gone: what is left goes too";
  EXPECT_TRUE(found.keys.empty());
  WriteBatch batch;
  ASSERT_TRUE(this->store_.Delete(*this->Now(), batch, old).ok());
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  EXPECT_FALSE(this->Now()->Get(Table::kStatement, ExerciseKey(old))->has_value());
  EXPECT_TRUE(this->Now()->Scan(Table::kStatement, ScreeningHitPrefix(old), "", 10)->rows.empty());
  EXPECT_TRUE(this->store_.LoadExercise(*this->Now(), young).ok());
}

}  // namespace
}  // namespace vsx::store
