#ifndef VSX_NODE_SERVICE_RETRY_H_
#define VSX_NODE_SERVICE_RETRY_H_

#include "absl/status/status.h"
#include "node/domain/error.h"

namespace vsx::service {

// Runs `attempt` (which reads a snapshot, decides, and commits) again while its commit is ABORTED because a row changed
// in between; after eight tries the caller is told to try again. An ABORTED with a reason is the use case's own answer
// and is not retried.
template <typename Attempt>
auto RetryAborted(Attempt attempt) -> decltype(attempt()) {
  constexpr int kAttempts = 8;
  for (int i = 0; i < kAttempts; ++i) {
    auto result = attempt();
    const absl::Status status = result.status();
    if (!absl::IsAborted(status) || !domain::ErrorReason(status).empty()) return result;
  }
  return domain::Error(absl::StatusCode::kAborted, "CHANGED_MEANWHILE", "",
                       "somebody else changed the same at the same time: look at it again, then repeat");
}

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_RETRY_H_
