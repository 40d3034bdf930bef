// Budgets over both engines: whatever crashes, nothing is granted twice.

#include "store/budget_ledger.h"

#include <atomic>
#include <random>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/budget_codec.h"
#include "store/row_key.h"
#include "tests/store/typed_store_harness.h"

namespace vsx::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

using Hourly = domain::HourlyUsage;

domain::BudgetRate Rate(uint64_t burst, uint64_t per_day) { return *domain::BudgetRate::Create(burst, per_day); }
domain::CivilDate Day(const char* text) { return *domain::CivilDate::Parse(text); }

template <typename Harness>
class BudgetLedgerTest : public ::testing::Test {
 protected:
  Engine& engine() { return harness_.engine(); }
  Taken Take(uint64_t n, int64_t now, const domain::BudgetRate& rate = Rate(64, 4'000),
             const char* key = "QQB|single") {
    const absl::StatusOr<Taken> taken = ledger_->Take(key, rate, n, {now});
    EXPECT_TRUE(taken.ok()) << taken.status();
    return taken.value_or(Taken{});
  }
  DayTaken TakeDay(const char* day, size_t most = 4, const char* key = "QQB|screening") {
    const absl::StatusOr<DayTaken> taken = ledger_->TakeOncePerDay(key, Day(day), most);
    EXPECT_TRUE(taken.ok()) << taken.status();
    return taken.value_or(DayTaken{});
  }
  // What a process that dies keeps: nothing.
  void Crash() { ledger_.emplace(engine()); }
  // Takes one by one until refused.
  uint64_t Drain(int64_t now, const domain::BudgetRate& rate = Rate(64, 4'000)) {
    uint64_t granted = 0;
    while (granted < 10'000 && Take(1, now, rate).granted) ++granted;  // a budget without end is a failure too
    return granted;
  }
  std::vector<Hourly> Usage(int64_t now) { return *ledger_->Usage("QQB|single", {now}); }

  Harness harness_;
  std::optional<BudgetLedger> ledger_{engine()};
};
TYPED_TEST_SUITE(BudgetLedgerTest, BothEngines);

TYPED_TEST(BudgetLedgerTest, OnAFullDiskOnlyWhoMayUseTheReserveIsGrantedMore) {
  this->harness_.UseReserve(ReserveUse::kHalf);
  BudgetLedger plain(this->engine());
  EXPECT_EQ(plain.Take("a", Rate(64, 64), 1, {1'000}).status().code(), absl::StatusCode::kResourceExhausted);
  BudgetLedger of_checks(this->engine(), ReserveUse::kHalf);
  EXPECT_TRUE(of_checks.Take("b", Rate(64, 64), 1, {1'000})->granted);
  this->harness_.UseReserve(ReserveUse::kAll);
  BudgetLedger again(this->engine(), ReserveUse::kHalf);
  EXPECT_EQ(again.Take("c", Rate(64, 64), 1, {1'000}).status().code(), absl::StatusCode::kResourceExhausted);
}

TYPED_TEST(BudgetLedgerTest, GrantsTheBurstThenWhatRefills) {
  EXPECT_EQ(this->Drain(1'000), 64u);
  const Taken refused = this->Take(1, 1'000);
  EXPECT_FALSE(refused.granted);
  EXPECT_EQ(refused.next_capacity_at, (domain::UnixTime{1'022})) << "86,400 s / 4,000, rounded up";
  EXPECT_FALSE(this->Take(1, 1'021).granted);
  EXPECT_TRUE(this->Take(1, 1'022).granted);
  EXPECT_EQ(this->Drain(1'000 + 86'400 * 3), 64u);
}

TYPED_TEST(BudgetLedgerTest, TakesAllOrNothing) {
  EXPECT_TRUE(this->Take(60, 1'000).granted);
  EXPECT_FALSE(this->Take(8, 1'000).granted);
  EXPECT_TRUE(this->Take(4, 1'000).granted) << "what was refused took nothing";
  EXPECT_TRUE(this->Take(0, 1'000).granted);
}

TYPED_TEST(BudgetLedgerTest, TakesOfAllBudgetsOrOfNone) {
  const auto take = [this](uint64_t of_a, uint64_t of_b) {
    return *this->ledger_->TakeAll({{"a", Rate(10, 86'400), of_a}, {"b", Rate(4, 86'400), of_b}}, {1'000});
  };
  EXPECT_TRUE(take(1, 3).granted);
  const Taken refused = take(1, 2);
  EXPECT_FALSE(refused.granted);
  EXPECT_EQ(refused.refused_by, 1u);
  EXPECT_EQ(refused.next_capacity_at, (domain::UnixTime{1'001}));
  EXPECT_TRUE(take(9, 0).granted) << "what b refused took nothing of a";
  EXPECT_EQ(take(1, 1).refused_by, 0u);
  EXPECT_TRUE(take(0, 1).granted) << "nor what a refused of b";
  EXPECT_EQ(this->Take(1, 1'000, Rate(4, 86'400), "b").next_capacity_at, (domain::UnixTime{1'001}));
}

TYPED_TEST(BudgetLedgerTest, BudgetsAreTakenTogetherInOneOrderOnly) {
  for (const char* second : {"a", "b"}) {
    EXPECT_EQ(this->ledger_->TakeAll({{"b", Rate(4, 4), 1}, {second, Rate(4, 4), 1}}, {1'000}).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(this->Take(4, 1'000, Rate(4, 4), "b").granted) << "and nothing was taken";
}

TYPED_TEST(BudgetLedgerTest, WhatCanNeverBeGrantedIsSaidSo) {
  const Taken too_many = this->Take(65, 1'000);
  EXPECT_FALSE(too_many.granted);
  EXPECT_EQ(too_many.next_capacity_at, std::nullopt);
  EXPECT_EQ(this->Drain(1'000, Rate(64, 0)), 64u);
  const Taken used_up = this->Take(1, 1'000'000, Rate(64, 0));
  EXPECT_FALSE(used_up.granted);
  EXPECT_EQ(used_up.next_capacity_at, std::nullopt);
}

TYPED_TEST(BudgetLedgerTest, BudgetsDoNotTouchOneAnother) {
  EXPECT_EQ(this->Drain(1'000), 64u);
  EXPECT_TRUE(this->Take(64, 1'000, Rate(64, 4'000), "QQC|single").granted);
  EXPECT_TRUE(this->Take(32, 1'000, Rate(32, 1'000), "QQB|presented").granted);
}

TYPED_TEST(BudgetLedgerTest, ClockThatGoesBackGrantsNothing) {
  EXPECT_EQ(this->Drain(100'000), 64u);
  EXPECT_EQ(this->Drain(90'000), 0u);
  this->Crash();
  EXPECT_EQ(this->Drain(99'999), 0u);
  EXPECT_EQ(this->Drain(100'022), 1u);
}

TYPED_TEST(BudgetLedgerTest, ACrashLosesTheRestOfABlockAndGrantsNoneTwice) {
  ASSERT_TRUE(this->Take(1, 1'000).granted);  // of a block of 64 / 16
  this->Crash();
  EXPECT_EQ(this->Drain(1'000), 60u);
  this->Crash();
  EXPECT_EQ(this->Drain(1'000), 0u);
}

TYPED_TEST(BudgetLedgerTest, ManyCrashesUseUpNoLargeBudget) {
  const domain::BudgetRate large = Rate(8'000, 0);
  for (int i = 0; i < 16; ++i) {
    ASSERT_TRUE(this->Take(1, 1'000, large).granted);
    this->Crash();
  }
  EXPECT_EQ(this->Drain(1'000, large), 8'000u - 16 * 256);
}

constexpr int64_t kForgotten = kForgottenAfterDays * 86'400;

TYPED_TEST(BudgetLedgerTest, WhatNobodyUsesIsForgottenAfterTwoMonthsAndNotBefore) {
  const auto row = [this](const char* key) { return GetNow(this->engine(), Table::kBudget, BudgetKey(key)); };
  ASSERT_TRUE(this->Take(1, 1'000, Rate(64, 4'000), "old").granted);
  ASSERT_TRUE(this->Take(1, 1'001, Rate(64, 4'000), "young").granted);
  ASSERT_TRUE(this->TakeDay("2026-01-01").granted);
  const auto days = GetNow(this->engine(), Table::kBudget, DeclaredDaysKey("QQB|screening"));
  ASSERT_TRUE(this->ledger_->ForgetUnused({1'000 + kForgotten}).ok());
  EXPECT_NE(row("old"), std::nullopt);
  ASSERT_TRUE(this->ledger_->ForgetUnused({1'000 + kForgotten + 1}).ok());
  EXPECT_EQ(row("old"), std::nullopt);
  EXPECT_NE(row("young"), std::nullopt);
  EXPECT_EQ(GetNow(this->engine(), Table::kBudget, DeclaredDaysKey("QQB|screening")), days) << "no budget";
}

TYPED_TEST(BudgetLedgerTest, BudgetThatIsUsedWhileItIsForgottenGrantsNoMore) {
  const domain::BudgetRate once = Rate(64, 0);
  ASSERT_TRUE(this->Take(60, 1'000, once).granted);
  ASSERT_TRUE(this->Take(1, 1'000, once).granted);  // of a block of 4
  // Asked for each day, so that its block stays in memory; nothing is written.
  for (int64_t day = 0; day <= kForgottenAfterDays; ++day) this->Take(0, 1'000 + day * 86'400, once);
  ASSERT_TRUE(this->ledger_->ForgetUnused({1'001 + kForgotten}).ok());
  EXPECT_EQ(GetNow(this->engine(), Table::kBudget, BudgetKey("QQB|single")), std::nullopt);
  EXPECT_EQ(this->Drain(1'001 + kForgotten, once), 3u) << "what it holds in memory, and no more";
}

TYPED_TEST(BudgetLedgerTest, RowsThatCannotBeReadAreNotForgotten) {
  WriteBatch batch;
  batch.Put(Table::kBudget, BudgetKey("a"), "damaged");
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  ASSERT_TRUE(this->Take(1, 1'000, Rate(64, 4'000), "b").granted);
  ASSERT_TRUE(this->ledger_->ForgetUnused({1'001 + kForgotten}).ok());
  EXPECT_EQ(GetNow(this->engine(), Table::kBudget, BudgetKey("a")), "damaged");
  EXPECT_EQ(GetNow(this->engine(), Table::kBudget, BudgetKey("b")), std::nullopt) << "those behind it are";
}

TYPED_TEST(BudgetLedgerTest, OnlyTheFirstOfABlockWrites) {
  ASSERT_TRUE(this->Take(1, 1'000).granted);
  const auto row = GetNow(this->engine(), Table::kBudget, BudgetKey("QQB|single"));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(this->Take(1, 1'000).granted);
  EXPECT_EQ(GetNow(this->engine(), Table::kBudget, BudgetKey("QQB|single")), row);
  ASSERT_TRUE(this->Take(1, 1'000).granted);
  EXPECT_NE(GetNow(this->engine(), Table::kBudget, BudgetKey("QQB|single")), row);
}

// What comes into memory with every key that somebody thinks of goes after a day, and nothing is granted twice.
TYPED_TEST(BudgetLedgerTest, BudgetOfWhichNobodyAsksForADayIsReadAgain) {
  const domain::BudgetRate once = Rate(64, 0);
  ASSERT_TRUE(this->Take(1, 1'000, once).granted);  // of a block of 4
  const auto row = [this] { return GetNow(this->engine(), Table::kBudget, BudgetKey("QQB|single")); };
  const auto before = row();
  ASSERT_TRUE(this->Take(1, 1'000 + 86'400, once).granted);
  EXPECT_EQ(row(), before) << "a day later the block is still held";
  ASSERT_TRUE(this->Take(1, 1'000 + 3 * 86'400, once, "another").granted);
  ASSERT_TRUE(this->Take(1, 1'000 + 3 * 86'400, once).granted);
  EXPECT_NE(row(), before) << "and forgotten after another day without";
  EXPECT_EQ(this->Drain(1'000 + 3 * 86'400, once), 64u - 4 - 1);
}

TYPED_TEST(BudgetLedgerTest, NothingIsGrantedThatIsNotDurable) {
  ASSERT_TRUE(this->Take(1, 1'000).granted);
  this->harness_.UseReserve(ReserveUse::kAll);
  this->Crash();  // the harness may have opened another engine
  EXPECT_EQ(this->ledger_->Take("QQB|single", Rate(64, 4'000), 1, {1'000}).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TYPED_TEST(BudgetLedgerTest, SmallerRateHoldsAtOnceAndLargerOneRefills) {
  ASSERT_TRUE(this->Take(4, 1'000).granted);
  EXPECT_EQ(this->Drain(1'000, Rate(16, 4'000)), 16u);
  EXPECT_EQ(this->Drain(1'000, Rate(64, 4'000)), 0u);
  EXPECT_EQ(this->Drain(1'000 + 86'400, Rate(64, 4'000)), 64u);
}

TYPED_TEST(BudgetLedgerTest, TwoLedgersOnOneEngineShareABudget) {
  BudgetLedger other(this->engine());
  uint64_t granted = 0;
  for (int i = 0; i < 100; ++i) {
    granted += this->Take(1, 1'000).granted ? 1 : 0;
    granted += other.Take("QQB|single", Rate(64, 4'000), 1, {1'000})->granted ? 1 : 0;
  }
  EXPECT_EQ(granted, 64u);
}

// Over any takes, pauses and crashes: never more than the burst and what refilled; without crashes, exactly as an eager
// bucket grants.
TYPED_TEST(BudgetLedgerTest, NeverGrantsMoreThanBurstAndRefill) {
  for (uint32_t seed = 0; seed < 12; ++seed) {
    std::mt19937 draw(seed);
    const domain::BudgetRate rate = Rate(1 + draw() % 200, draw() % 20'000);
    const std::string key = "story " + std::to_string(seed);
    const bool crashes = seed % 2 == 0;
    const int64_t start = 1'000'000;
    int64_t now = start;
    int64_t latest = start;
    uint64_t granted = 0;
    domain::TokenBucket eager = domain::FullBucket(rate, {start});
    for (int step = 0; step < 120; ++step) {
      if (draw() % 3 == 0) now += static_cast<int64_t>(draw() % 2'000);
      if (draw() % 20 == 0) now -= static_cast<int64_t>(draw() % 4'000);
      if (crashes && draw() % 10 == 0) this->Crash();
      latest = std::max(latest, now);
      const uint64_t n = draw() % 10;
      const absl::StatusOr<Taken> taken = this->ledger_->Take(key, rate, n, {now});
      ASSERT_TRUE(taken.ok()) << taken.status();
      granted += taken->granted ? n : 0;
      const uint64_t shares =
          rate.burst() * domain::kSharesPerToken + static_cast<uint64_t>(latest - start) * rate.per_day();
      ASSERT_LE(granted * domain::kSharesPerToken, shares) << seed << " " << step;
      if (crashes) continue;
      eager = domain::Refill(eager, rate, 0, {now});
      const std::optional<domain::TokenBucket> rest = domain::TakeTokens(eager, n);
      ASSERT_EQ(taken->granted, rest.has_value()) << seed << " " << step;
      if (rest.has_value()) eager = *rest;
    }
    EXPECT_GT(granted, 0u);
  }
}

TYPED_TEST(BudgetLedgerTest, CallersAtOnceNeverGetMoreThanThereIs) {
  std::atomic<uint64_t> granted = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 60; ++i) {
        const absl::StatusOr<Taken> one = this->ledger_->Take("QQB|single", Rate(200, 0), 1, {1'000});
        ASSERT_TRUE(one.ok()) << one.status();
        granted += one->granted ? 1 : 0;
        const std::string own_key = "thread " + std::to_string(t);
        ASSERT_TRUE(this->ledger_->Take(own_key, Rate(200, 0), 1, {1'000})->granted);
        ASSERT_TRUE(this->ledger_->Usage("QQB|single", {1'000}).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(granted, 200u);
  EXPECT_THAT(this->Usage(1'000), ElementsAre(Hourly{0, 200}));
}

TYPED_TEST(BudgetLedgerTest, UsageIsCountedByTheHour) {
  EXPECT_THAT(this->Usage(0), IsEmpty());
  ASSERT_TRUE(this->Take(3, 3'599).granted);
  ASSERT_TRUE(this->Take(2, 3'600).granted);
  ASSERT_TRUE(this->Take(1, 7'000).granted);
  ASSERT_FALSE(this->Take(64, 7'000).granted);
  EXPECT_THAT(this->Usage(7'000), ElementsAre(Hourly{0, 3}, Hourly{1, 3}));
  ASSERT_TRUE(this->Take(40, 7'001).granted);  // a reservation, which saves what came before
  this->Crash();
  EXPECT_THAT(this->Usage(7'001), ElementsAre(Hourly{0, 3}, Hourly{1, 3}));
}

TYPED_TEST(BudgetLedgerTest, UsageReachesBackFourteenDaysAndNoFurther) {
  for (int64_t hour = 0; hour <= 400; ++hour) ASSERT_TRUE(this->Take(64, hour * 3'600, Rate(64, 86'400)).granted);
  const std::vector<Hourly> usage = this->Usage(400 * 3'600);
  ASSERT_EQ(usage.size(), 337u);
  EXPECT_EQ(usage.front(), (Hourly{400 - 336, 64}));
  EXPECT_EQ(usage.back(), (Hourly{400, 64}));
  const auto row = GetNow(this->engine(), Table::kBudget, BudgetKey("QQB|single"));
  EXPECT_LE(DecodeBudget(*row)->usage.size(), 337u) << "the row does not grow without end";
}

TYPED_TEST(BudgetLedgerTest, DaysOfAMonthAreCountedOnceEach) {
  for (const char* day : {"2031-03-01", "2031-03-05", "2031-03-05", "2031-03-31", "2031-03-02", "2031-03-01"}) {
    EXPECT_TRUE(this->TakeDay(day).granted) << day;
  }
  const DayTaken fifth = this->TakeDay("2031-03-09");
  EXPECT_FALSE(fifth.granted);
  EXPECT_THAT(fifth.next_capacity_on, Optional(Day("2031-04-01")));
  this->Crash();
  EXPECT_FALSE(this->TakeDay("2031-03-09").granted);
  EXPECT_TRUE(this->TakeDay("2031-03-02").granted) << "it is one of the four";
  EXPECT_TRUE(this->TakeDay("2031-03-09", 4, "QQC|screening").granted);
  EXPECT_TRUE(this->TakeDay("2031-04-01").granted);
}

TYPED_TEST(BudgetLedgerTest, ClockThatGoesBackOverMonthsGrantsNoDayAnew) {
  for (const char* day : {"2031-12-01", "2031-12-02", "2031-12-03", "2031-12-04"}) {
    ASSERT_TRUE(this->TakeDay(day).granted);
  }
  const DayTaken fifth = this->TakeDay("2031-12-05");
  EXPECT_THAT(fifth.next_capacity_on, Optional(Day("2032-01-01")));
  ASSERT_TRUE(this->TakeDay("2032-01-01").granted);
  EXPECT_FALSE(this->TakeDay("2031-12-05").granted);
  ASSERT_TRUE(this->TakeDay("2032-02-01").granted);
  EXPECT_FALSE(this->TakeDay("2031-12-05").granted) << "its month is not kept any more";
  EXPECT_TRUE(this->TakeDay("2032-01-02").granted);
}

TYPED_TEST(BudgetLedgerTest, NoneAMonthIsNone) { EXPECT_FALSE(this->TakeDay("2031-03-01", 0).granted); }

TYPED_TEST(BudgetLedgerTest, KeyOutOfBoundsIsRefused) {
  for (const std::string& key : {std::string(), std::string(201, 'k')}) {
    EXPECT_EQ(this->ledger_->Take(key, Rate(1, 1), 1, {0}).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(this->ledger_->TakeOncePerDay(key, Day("2031-03-01"), 4).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(this->ledger_->Usage(key, {0}).status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(this->ledger_->Take(std::string(200, 'k'), Rate(1, 1), 1, {0})->granted);
}

TYPED_TEST(BudgetLedgerTest, DamagedRowIsDataLossAndGrantsNothing) {
  ASSERT_TRUE(this->engine().Commit(PutBatch(BudgetKey("QQB|single"), "x", Table::kBudget)).ok());
  ASSERT_TRUE(this->engine().Commit(PutBatch(DeclaredDaysKey("QQB|screening"), "x", Table::kBudget)).ok());
  EXPECT_EQ(this->ledger_->Take("QQB|single", Rate(1, 1), 1, {0}).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(this->ledger_->Usage("QQB|single", {0}).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(this->ledger_->TakeOncePerDay("QQB|screening", Day("2031-03-01"), 4).status().code(),
            absl::StatusCode::kDataLoss);
}

// A real store, closed in the middle of a block and opened again.
TEST(BudgetLedgerReopenTest, WhatWasGrantedStaysGrantedAfterTheStoreIsOpenedAgain) {
  const TempFolder folder;
  crypto::SystemRandomSource random;
  uint64_t granted = 0;
  for (int run = 0; run < 30; ++run) {
    auto engine = RocksDbEngine::Open(folder.path("store"), ExampleIdentity(), random);
    ASSERT_TRUE(engine.ok()) << engine.status();
    BudgetLedger ledger(**engine);
    for (int i = 0; i < 6; ++i) granted += ledger.Take("QQB|single", Rate(64, 0), 1, {1'000})->granted ? 1 : 0;
  }
  EXPECT_EQ(granted, 6u * 8) << "each run takes two blocks of four and loses two tokens";
}

TEST(BudgetLedgerReopenTest, NothingIsGrantedWhenTheWriteFails) {
  RocksDbHarness harness;
  BudgetLedger ledger(harness.engine());
  ASSERT_TRUE(ledger.Take("QQB|single", Rate(64, 0), 4, {1'000})->granted);
  {
    const NoFileGrows broken_disk;
    EXPECT_FALSE(ledger.Take("QQB|single", Rate(64, 0), 1, {1'000}).ok());
  }
  EXPECT_EQ(ledger.Take("QQB|single", Rate(64, 0), 1, {1'000}).status().code(), absl::StatusCode::kUnavailable);
  harness.Open({});
  BudgetLedger after(harness.engine());
  uint64_t granted = 4;
  while (granted < 100 && after.Take("QQB|single", Rate(64, 0), 1, {1'000})->granted) ++granted;
  EXPECT_LE(granted, 64u);
  EXPECT_GE(granted, 60u);
}

}  // namespace
}  // namespace vsx::store
