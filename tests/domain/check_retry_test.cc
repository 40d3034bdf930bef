#include "node/domain/check_retry.h"

#include <gtest/gtest.h>

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
