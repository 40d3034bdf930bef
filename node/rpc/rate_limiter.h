#ifndef VSX_NODE_RPC_RATE_LIMITER_H_
#define VSX_NODE_RPC_RATE_LIMITER_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace vsx::rpc {

// A sustained rate and how much may come at once.
struct RateLimit {
  double calls_per_minute;
  double burst;  // at least 1
};

// RateLimiter is a token bucket per caller. It is local to the process and forgets at a restart; what must survive a
// restart is bounded elsewhere. Memory is bounded by `max_callers`: past it, callers whose bucket is full are forgotten
// first (which changes nothing for them), then all. Threads: safe concurrently.
class RateLimiter {
 public:
  using MonotonicClock = std::function<std::chrono::steady_clock::time_point()>;

  RateLimiter(RateLimit limit, MonotonicClock clock, size_t max_callers = 4096);

  // Takes one token of `caller`. Nothing if it was there; else the time until the next one, at least 1 ms.
  std::optional<std::chrono::milliseconds> Admit(std::string_view caller);

 private:
  struct Bucket {
    double tokens;
    std::chrono::steady_clock::time_point filled_at;
  };

  double TokensAt(const Bucket& bucket, std::chrono::steady_clock::time_point now) const;
  void MakeRoom(std::chrono::steady_clock::time_point now);

  const RateLimit limit_;
  const MonotonicClock clock_;
  const size_t max_callers_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;  // guarded by mutex_
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_RATE_LIMITER_H_
