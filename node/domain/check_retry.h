#ifndef VSX_NODE_DOMAIN_CHECK_RETRY_H_
#define VSX_NODE_DOMAIN_CHECK_RETRY_H_

#include <cstddef>
#include <cstdint>

#include "node/domain/calendar.h"
#include "node/domain/status_decision.h"

// A check that is INCOMPLETE stays open while its caller waits (protocol §4): when it is tried again, pure.
namespace vsx::domain {

inline constexpr int64_t kLongestRetrySeconds = 900;
// After `tries` of them, 1 or more: `first_seconds`, doubling to 15 min.
int64_t RetryDelaySeconds(size_t tries, int64_t first_seconds);

// The moment of that second at which a try comes, from `draw`, which is uniformly random, anew for each try. Other
// Parties see it: a moment that hung on what the node did before would tell them something of the check.
FineTime WithinSecond(UnixTime second, uint64_t draw);

// Whether asking again could change the answer. A HOLD and a NO_RECORD are final. So is what a partial date alone keeps
// from NO_RECORD: everybody was asked, and asking again tells no more.
bool MayImprove(const StatusDecision& decision);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CHECK_RETRY_H_
