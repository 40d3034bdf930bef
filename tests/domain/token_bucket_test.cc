#include "node/domain/token_bucket.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace vsx::domain {
namespace {

BudgetRate Rate(uint64_t burst, uint64_t per_day) { return *BudgetRate::Create(burst, per_day); }

TEST(BudgetRateTest, OutOfBoundsIsRefused) {
  EXPECT_FALSE(BudgetRate::Create(0, 5).ok());
  EXPECT_FALSE(BudgetRate::Create(kMostTokens + 1, 5).ok());
  EXPECT_FALSE(BudgetRate::Create(5, kMostTokens + 1).ok());
  EXPECT_TRUE(BudgetRate::Create(kMostTokens, kMostTokens).ok());
  EXPECT_TRUE(BudgetRate::Create(1, 0).ok());
}

TEST(TokenBucketTest, RefillsWhatADayAllowsToTheSecond) {
  const BudgetRate rate = Rate(4'000, 4'000);
  const TokenBucket empty{0, {1'000}};
  EXPECT_EQ(Refill(empty, rate, 0, {1'000 + 21}).tokens(), 0u) << "a token takes 21.6 seconds";
  EXPECT_EQ(Refill(empty, rate, 0, {1'000 + 22}).tokens(), 1u);
  EXPECT_EQ(Refill(empty, rate, 0, {1'000 + 86'399}).tokens(), 3'999u);
  EXPECT_EQ(Refill(empty, rate, 0, {1'000 + 86'400}).tokens(), 4'000u);
  EXPECT_EQ(Refill(empty, rate, 0, {1'000 + 86'400 * 9}).tokens(), 4'000u) << "never more than the burst";
}

TEST(TokenBucketTest, StepsRefillExactlyAsMuchAsOneLeap) {
  std::mt19937 draw(7);
  for (int round = 0; round < 200; ++round) {
    const BudgetRate rate = Rate(1 + draw() % 5'000, draw() % 30'000);
    TokenBucket stepped{0, {0}};
    for (int step = 0; step < 50; ++step) {
      stepped = Refill(stepped, rate, 0, {stepped.at.seconds + static_cast<int64_t>(draw() % 100)});
    }
    EXPECT_EQ(stepped, Refill({0, {0}}, rate, 0, stepped.at));
  }
}

TEST(TokenBucketTest, WhatIsHeldCountsAgainstTheBurst) {
  const BudgetRate rate = Rate(64, 86'400);
  EXPECT_EQ(Refill({0, {0}}, rate, 10, {1'000}).tokens(), 54u);
  EXPECT_EQ(Refill(FullBucket(rate, {0}), rate, 64, {1'000}).tokens(), 0u);
  EXPECT_EQ(Refill(FullBucket(rate, {0}), rate, 100, {1'000}).tokens(), 0u) << "held under a larger burst";
}

TEST(TokenBucketTest, SmallerBurstCutsWhatIsThere) {
  EXPECT_EQ(Refill(FullBucket(Rate(64, 10), {0}), Rate(8, 10), 0, {0}).tokens(), 8u);
}

TEST(TokenBucketTest, ClockThatGoesBackAddsNothingUntilItHasCaughtUp) {
  const BudgetRate rate = Rate(100, 86'400);
  TokenBucket bucket{0, {10'000}};
  bucket = Refill(bucket, rate, 0, {9'000});
  EXPECT_EQ(bucket.tokens(), 0u);
  bucket = Refill(bucket, rate, 0, {9'999});
  EXPECT_EQ(bucket.tokens(), 0u);
  bucket = Refill(bucket, rate, 0, {10'003});
  EXPECT_EQ(bucket.tokens(), 3u);
}

TEST(TokenBucketTest, ClockThatWasWrongByMoreThanADayCountsFromWhereItIs) {
  const BudgetRate rate = Rate(100, 86'400);
  TokenBucket bucket{0, {10'000'000}};
  bucket = Refill(bucket, rate, 0, {10'000'000 - 86'400});
  EXPECT_EQ(bucket.at.seconds, 10'000'000) << "a day is not more than a day";
  bucket = Refill(bucket, rate, 0, {10'000'000 - 86'401});
  EXPECT_EQ(bucket.tokens(), 0u) << "going back adds nothing";
  EXPECT_EQ(Refill(bucket, rate, 0, {10'000'000 - 86'400}).tokens(), 1u);
}

TEST(TokenBucketTest, FarMomentsDoNotOverflow) {
  const BudgetRate rate = Rate(kMostTokens, kMostTokens);
  const UnixTime first{std::numeric_limits<int64_t>::min()};
  const UnixTime last{std::numeric_limits<int64_t>::max()};
  EXPECT_EQ(Refill({0, first}, rate, 0, last).tokens(), kMostTokens);
  EXPECT_EQ(Refill({5, last}, rate, 0, first).shares, 5u);
  EXPECT_EQ(Refill({std::numeric_limits<uint64_t>::max(), {0}}, rate, 0, {0}).tokens(), kMostTokens);
}

TEST(TokenBucketTest, TakesAllOrNothing) {
  const TokenBucket three{3 * kSharesPerToken + 7, {0}};
  EXPECT_EQ(TakeTokens(three, 3)->shares, 7u);
  EXPECT_EQ(TakeTokens(three, 4), std::nullopt);
  EXPECT_EQ(TakeTokens(three, std::numeric_limits<uint64_t>::max()), std::nullopt);
}

TEST(TokenBucketTest, TimeOfTokensIsTheFirstMomentWhenTheyAreThere) {
  std::mt19937 draw(8);
  for (int round = 0; round < 500; ++round) {
    const BudgetRate rate = Rate(1 + draw() % 100, 1 + draw() % 5'000);
    const TokenBucket bucket = Refill({draw() % (rate.burst() * kSharesPerToken), {1'000}}, rate, 0, {1'000});
    const uint64_t wanted = 1 + draw() % rate.burst();
    const std::optional<UnixTime> time = TimeOfTokens(bucket, rate, 0, wanted);
    ASSERT_TRUE(time.has_value());
    EXPECT_GE(Refill(bucket, rate, 0, *time).tokens(), wanted);
    if (time->seconds > 1'000) {
      EXPECT_LT(Refill(bucket, rate, 0, {time->seconds - 1}).tokens(), wanted);
    }
  }
}

TEST(TokenBucketTest, NeverIsSaidSo) {
  const TokenBucket empty{0, {0}};
  EXPECT_EQ(TimeOfTokens(empty, Rate(10, 5), 0, 11), std::nullopt) << "more than the burst";
  EXPECT_EQ(TimeOfTokens(empty, Rate(10, 5), 3, 8), std::nullopt) << "more than what is held leaves";
  EXPECT_EQ(TimeOfTokens(empty, Rate(10, 0), 0, 1), std::nullopt) << "nothing comes back";
}

}  // namespace
}  // namespace vsx::domain
