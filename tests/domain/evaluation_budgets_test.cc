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

}  // namespace
}  // namespace vsx::domain
