#include "node/domain/evaluation_budgets.h"

#include <gtest/gtest.h>

#include <limits>

namespace vsx::domain {
namespace {

constexpr UnixTime kNow{1'900'000'000};
constexpr int64_t kDay = 86'400;

TEST(EvaluationBudgetsTest, ATimeOfCapacityIsTakenWithinAMonth) {
  EXPECT_EQ(PlausibleCapacity({kNow.seconds + 60}, kNow), UnixTime{kNow.seconds + 60});
  EXPECT_EQ(PlausibleCapacity({kNow.seconds + 31 * kDay}, kNow), UnixTime{kNow.seconds + 31 * kDay});
}

TEST(EvaluationBudgetsTest, WhatAPartyClaimsOutsideAMonthIsBounded) {
  EXPECT_EQ(PlausibleCapacity({kNow.seconds - 1}, kNow), kNow);
  EXPECT_EQ(PlausibleCapacity({std::numeric_limits<int64_t>::min()}, kNow), kNow);
  EXPECT_EQ(PlausibleCapacity({kNow.seconds + 31 * kDay + 1}, kNow), UnixTime{kNow.seconds + 31 * kDay});
  EXPECT_EQ(PlausibleCapacity({std::numeric_limits<int64_t>::max()}, kNow), UnixTime{kNow.seconds + 31 * kDay});
}

BudgetRate OfRate(uint64_t burst, uint64_t per_day) { return *BudgetRate::Create(burst, per_day); }

TEST(EvaluationBudgetsTest, AShareIsThatMuchOfBothRoundedDownAndOneAtLeast) {
  EXPECT_EQ(ShareOf(OfRate(64, 4'000), 50), OfRate(32, 2'000));
  EXPECT_EQ(ShareOf(OfRate(7, 99), 50), OfRate(3, 49));
  EXPECT_EQ(ShareOf(OfRate(64, 4'000), 1), OfRate(1, 40));
  EXPECT_EQ(ShareOf(OfRate(64, 4'000), kWholePercent), OfRate(64, 4'000));
}

TEST(EvaluationBudgetsTest, NoShareIsMoreThanTheWhole) {
  EXPECT_EQ(ShareOf(OfRate(1, 0), 50), OfRate(1, 0)) << "what does not come back does not as a share either";
  EXPECT_EQ(ShareOf(OfRate(1, 1), 1), OfRate(1, 1));
  EXPECT_EQ(ShareOf(OfRate(kMostTokens, kMostTokens), 99), OfRate(kMostTokens / 100 * 99, kMostTokens / 100 * 99));
}

}  // namespace
}  // namespace vsx::domain
