#include "node/domain/check_retry.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <random>
#include <vector>

namespace vsx::domain {
namespace {

// protocol §4: "30 s doubling to 15 min".
TEST(CheckRetryTest, DelaysDoubleUpToAQuarterOfAnHour) {
  std::vector<int64_t> delays;
  for (size_t tries = 1; tries <= 8; ++tries) delays.push_back(RetryDelaySeconds(tries, 30));
  EXPECT_EQ(delays, (std::vector<int64_t>{30, 60, 120, 240, 480, 900, 900, 900}));
  EXPECT_EQ(RetryDelaySeconds(1'000'000, 30), 900);
  EXPECT_EQ(RetryDelaySeconds(1, 2'000), 900);
}

TEST(CheckRetryTest, MomentOfATryIsAnywhereInItsSecond) {
  const UnixTime second{1'893'456'000};
  const FineTime start{std::chrono::seconds(second.seconds)};
  EXPECT_EQ(WithinSecond(second, std::numeric_limits<uint64_t>::max()), start);
  EXPECT_EQ(WithinSecond(second, 0), start + std::chrono::microseconds(999'999)) << "and not in the next one";
  std::mt19937_64 draws(1);
  std::vector<int> of_tenths(10);
  for (int i = 0; i < 10'000; ++i) {
    const FineTime moment = WithinSecond(second, draws());
    EXPECT_EQ(SecondOf(moment), second);
    ++of_tenths.at(static_cast<size_t>((moment - start) / std::chrono::milliseconds(100)));
  }
  for (const int count : of_tenths) EXPECT_NEAR(count, 1'000, 150);
}

StatusDecision Decided(CheckOutcome outcome, std::vector<IncompleteReason> reasons) {
  StatusDecision decision;
  decision.outcome = outcome;
  decision.incomplete_reasons = std::move(reasons);
  return decision;
}

TEST(CheckRetryTest, OnlyWhatIsIncompleteForAPassingReasonMayImprove) {
  EXPECT_FALSE(MayImprove(Decided(CheckOutcome::kHold, {IncompleteReason::kPartyNotConsulted})));
  EXPECT_FALSE(MayImprove(Decided(CheckOutcome::kNoRecord, {})));
  EXPECT_FALSE(MayImprove(Decided(CheckOutcome::kIncomplete, {IncompleteReason::kPartialDate})));
  for (const IncompleteReason reason :
       {IncompleteReason::kPartyNotConsulted, IncompleteReason::kOwnClock, IncompleteReason::kTrustDocuments}) {
    EXPECT_TRUE(MayImprove(Decided(CheckOutcome::kIncomplete, {reason})));
    EXPECT_TRUE(MayImprove(Decided(CheckOutcome::kIncomplete, {reason, IncompleteReason::kPartialDate})));
  }
}

}  // namespace
}  // namespace vsx::domain
