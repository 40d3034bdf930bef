#ifndef VSX_NODE_DOMAIN_CHECK_RETRY_H_
#define VSX_NODE_DOMAIN_CHECK_RETRY_H_

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "node/domain/status_decision.h"

// A check that is INCOMPLETE stays open while its caller waits (protocol §4): when it is tried again, pure.
namespace vsx::domain {

inline constexpr int64_t kLongestRetrySeconds = 900;
// Who waits for the next try looks at the clock so often. One for all: other Parties see at which part of a second a
// try comes.
inline constexpr std::chrono::milliseconds kRetryMoment{200};

// After `tries` of them, 1 or more: `first_seconds`, doubling to 15 min.
int64_t RetryDelaySeconds(size_t tries, int64_t first_seconds);

// Whether asking again could change the answer. A HOLD and a NO_RECORD are final. So is what a partial date alone keeps
// from NO_RECORD: everybody was asked, and asking again tells no more.
bool MayImprove(const StatusDecision& decision);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CHECK_RETRY_H_
