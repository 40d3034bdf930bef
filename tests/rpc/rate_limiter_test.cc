#include "node/rpc/rate_limiter.h"

#include <gtest/gtest.h>

#include <string>

namespace vsx::rpc {
namespace {

using std::chrono::milliseconds;

class RateLimiterTest : public ::testing::Test {
 protected:
  RateLimiter Make(RateLimit limit, size_t max_callers = 4096) {
    return RateLimiter(
        limit, [this] { return now_; }, max_callers);
  }
  std::chrono::steady_clock::time_point now_{std::chrono::hours(1)};
};

TEST_F(RateLimiterTest, BurstThenSustainedRate) {
  RateLimiter limiter = Make({60, 3});
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.Admit("a").has_value()) << i;
  EXPECT_EQ(limiter.Admit("a"), milliseconds(1000));
  now_ += milliseconds(400);
  EXPECT_EQ(limiter.Admit("a"), milliseconds(600));
  now_ += milliseconds(600);
  EXPECT_FALSE(limiter.Admit("a").has_value());
  EXPECT_TRUE(limiter.Admit("a").has_value());
}

TEST_F(RateLimiterTest, OneCallerDoesNotSpendForAnother) {
  RateLimiter limiter = Make({60, 1});
  EXPECT_FALSE(limiter.Admit("a").has_value());
  EXPECT_TRUE(limiter.Admit("a").has_value());
  EXPECT_FALSE(limiter.Admit("b").has_value());
}

TEST_F(RateLimiterTest, RestDoesNotSaveUpMoreThanTheBurst) {
  RateLimiter limiter = Make({60, 2});
  EXPECT_FALSE(limiter.Admit("a").has_value());
  now_ += std::chrono::hours(10);
  EXPECT_FALSE(limiter.Admit("a").has_value());
  EXPECT_FALSE(limiter.Admit("a").has_value());
  EXPECT_TRUE(limiter.Admit("a").has_value());
}

TEST_F(RateLimiterTest, AdmitsNoMoreThanRateAndBurstOverAnHour) {
  RateLimiter limiter = Make({60, 10});
  int admitted = 0;
  for (int i = 0; i < 36'000; ++i) {  // ten calls each second
    if (!limiter.Admit("a").has_value()) ++admitted;
    now_ += milliseconds(100);
  }
  EXPECT_GE(admitted, 3600);
  EXPECT_LE(admitted, 3611);
}

TEST_F(RateLimiterTest, ForgetsRestedCallersFirst) {
  RateLimiter limiter = Make({60, 1}, 2);
  EXPECT_FALSE(limiter.Admit("rested").has_value());
  now_ += std::chrono::seconds(59);
  EXPECT_FALSE(limiter.Admit("busy").has_value());
  EXPECT_FALSE(limiter.Admit("third").has_value());
  EXPECT_TRUE(limiter.Admit("busy").has_value()) << "still remembered";
}

}  // namespace
}  // namespace vsx::rpc
