#include "node/domain/check_retry.h"

#include <algorithm>
#include <chrono>

#include "node/domain/uniform_draw.h"

namespace vsx::domain {

int64_t RetryDelaySeconds(size_t tries, int64_t first_seconds) {
  int64_t delay = first_seconds;
  for (size_t i = 1; i < tries && delay < kLongestRetrySeconds; ++i) delay *= 2;
  return std::min(delay, kLongestRetrySeconds);
}

FineTime WithinSecond(UnixTime second, uint64_t draw) {
  const std::chrono::duration<double> part(1 - UniformDraw(draw));
  return FineTime(std::chrono::seconds(second.seconds)) + std::chrono::floor<std::chrono::microseconds>(part);
}

bool MayImprove(const StatusDecision& decision) {
  if (decision.outcome != CheckOutcome::kIncomplete) return false;
  return std::any_of(decision.incomplete_reasons.begin(), decision.incomplete_reasons.end(),
                     [](IncompleteReason reason) { return reason != IncompleteReason::kPartialDate; });
}

}  // namespace vsx::domain
