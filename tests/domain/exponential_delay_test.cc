#include "node/domain/exponential_delay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace vsx::domain {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr seconds kMean{300};

double SecondsOf(nanoseconds delay) { return std::chrono::duration<double>(delay).count(); }

TEST(ExponentialDelayTest, IsTheInverseOfTheDistribution) {
  // u = 1/2, 1/4: the time within which half, three quarters of all events come.
  EXPECT_NEAR(SecondsOf(ExponentialDelay(uint64_t{1} << 63, kMean)), 300 * std::log(2), 1e-6);
  EXPECT_NEAR(SecondsOf(ExponentialDelay(uint64_t{1} << 62, kMean)), 300 * std::log(4), 1e-6);
  EXPECT_NEAR(SecondsOf(ExponentialDelay(uint64_t{1} << 63, seconds(1))), std::log(2), 1e-8);
}

TEST(ExponentialDelayTest, NoDrawGivesLessThanNothingOrMoreThan37Means) {
  EXPECT_EQ(ExponentialDelay(std::numeric_limits<uint64_t>::max(), kMean), nanoseconds::zero());
  const nanoseconds longest = ExponentialDelay(0, kMean);
  EXPECT_NEAR(SecondsOf(longest), 300 * 53 * std::log(2), 1e-3);
  EXPECT_LT(longest, 37 * kMean);
  EXPECT_LT(ExponentialDelay(0, seconds(86'400)), 37 * seconds(86'400)) << "no overflow at the largest mean";
}

TEST(ExponentialDelayTest, DrawsHaveTheMeanAndNoMemory) {
  std::mt19937_64 draws(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
  constexpr int kDraws = 100'000;
  std::vector<double> delays;
  for (int i = 0; i < kDraws; ++i) delays.push_back(SecondsOf(ExponentialDelay(draws(), kMean)));
  double sum = 0;
  for (const double delay : delays) sum += delay;
  EXPECT_NEAR(sum / kDraws, 300, 5) << "five standard deviations";
  // Who waited 300 s already waits as long again as anybody: e⁻¹ of all are left after each 300 s.
  const auto later_than = [&](double time) {
    return static_cast<double>(std::count_if(delays.begin(), delays.end(), [time](double one) { return one > time; }));
  };
  EXPECT_NEAR(later_than(300) / kDraws, std::exp(-1), 0.01);
  EXPECT_NEAR(later_than(600) / later_than(300), std::exp(-1), 0.01);
  EXPECT_NEAR(later_than(900) / later_than(600), std::exp(-1), 0.02);
}

}  // namespace
}  // namespace vsx::domain
