#ifndef VSX_NODE_DOMAIN_EXPONENTIAL_DELAY_H_
#define VSX_NODE_DOMAIN_EXPONENTIAL_DELAY_H_

#include <chrono>
#include <cstdint>

namespace vsx::domain {

// The time to the next event of a Poisson process whose events are `mean` apart on average: -ln(u) · mean, u in (0, 1]
// from the 53 upper bits of `draw`, which is uniformly random. From 0 to 53 · ln 2 · mean, which is less than 37 means.
// Whoever saw all events before knows nothing of when the next one comes.
std::chrono::nanoseconds ExponentialDelay(uint64_t draw, std::chrono::seconds mean);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_EXPONENTIAL_DELAY_H_
