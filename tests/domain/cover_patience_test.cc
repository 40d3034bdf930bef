#include "node/domain/cover_patience.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

#include "node/domain/check_retry.h"

namespace vsx::domain {
namespace {

constexpr int64_t kFirst = 30;
constexpr int64_t kLongest = 1'800;

// How often a check of this patience is tried whose Parties never answer, nor take time to say so.
size_t TriesWithin(int64_t patience) {
  size_t tries = 1;
  for (int64_t at = kFirst; at <= patience; at += RetryDelaySeconds(tries, kFirst)) ++tries;
  return tries;
}

TEST(CoverPatienceTest, IsOneTryOrFromTheSecondToTheEndOfAStream) {
  EXPECT_EQ(CoverPatienceSeconds(0, kFirst, kLongest), 0);
  EXPECT_EQ(CoverPatienceSeconds(std::numeric_limits<uint64_t>::max() / 2, kFirst, kLongest), 0);
  EXPECT_EQ(CoverPatienceSeconds((uint64_t{1} << 63) + (uint64_t{1} << 20), kFirst, kLongest), kFirst);
  EXPECT_EQ(CoverPatienceSeconds(std::numeric_limits<uint64_t>::max(), kFirst, kLongest), kLongest);
  EXPECT_EQ(CoverPatienceSeconds(std::numeric_limits<uint64_t>::max(), 1, kLongest), kLongest);
  EXPECT_EQ(CoverPatienceSeconds(std::numeric_limits<uint64_t>::max(), kLongest, kLongest), kLongest);
}

TEST(CoverPatienceTest, NoNumberOfTriesThatAStreamHasTimeForIsRare) {
  std::mt19937_64 draws(1);
  constexpr int kDraws = 100'000;
  std::vector<double> of_tries(8);
  for (int i = 0; i < kDraws; ++i) {
    of_tries.at(TriesWithin(CoverPatienceSeconds(draws(), kFirst, kLongest))) += 1.0 / kDraws;
  }
  EXPECT_NEAR(of_tries[1], 0.5, 0.01);
  for (size_t tries = 2; tries <= 5; ++tries) EXPECT_NEAR(of_tries[tries], 0.081, 0.005) << tries;
  EXPECT_NEAR(of_tries[6], 0.175, 0.005);
  EXPECT_EQ(of_tries[7], 0) << "a stream ends before";
}

// A Party that refuses can name the time from which it answers: nobody asks it before, and whoever asks it then waits.
TEST(CoverPatienceTest, NoMomentThatAPartyCouldNameIsWaitedForByFewerThanATenth) {
  std::mt19937_64 draws(2);
  constexpr int kDraws = 100'000;
  std::vector<double> of_patience(kLongest + 1);
  for (int i = 0; i < kDraws; ++i) {
    of_patience.at(static_cast<size_t>(CoverPatienceSeconds(draws(), kFirst, kLongest))) += 1.0 / kDraws;
  }
  double waits = 0;  // for the moment so many seconds later, or longer
  for (int64_t named = kLongest; named >= kFirst; --named) {
    waits += of_patience[static_cast<size_t>(named)];
    EXPECT_GT(waits, 0.095) << named;
  }
}

}  // namespace
}  // namespace vsx::domain
