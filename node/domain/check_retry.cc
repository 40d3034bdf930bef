#include "node/domain/check_retry.h"

#include <algorithm>

namespace vsx::domain {

int64_t RetryDelaySeconds(size_t tries, int64_t first_seconds) {
  int64_t delay = first_seconds;
  for (size_t i = 1; i < tries && delay < kLongestRetrySeconds; ++i) delay *= 2;
  return std::min(delay, kLongestRetrySeconds);
}

bool MayImprove(const StatusDecision& decision) {
  if (decision.outcome != CheckOutcome::kIncomplete) return false;
  return std::any_of(decision.incomplete_reasons.begin(), decision.incomplete_reasons.end(),
                     [](IncompleteReason reason) { return reason != IncompleteReason::kPartialDate; });
}

}  // namespace vsx::domain
