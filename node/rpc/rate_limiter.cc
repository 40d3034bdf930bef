#include "node/rpc/rate_limiter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vsx::rpc {

using std::chrono::steady_clock;

RateLimiter::RateLimiter(RateLimit limit, MonotonicClock clock, size_t max_callers)
    : limit_(limit), clock_(std::move(clock)), max_callers_(max_callers) {}

std::optional<std::chrono::milliseconds> RateLimiter::Admit(std::string_view caller) {
  const steady_clock::time_point now = clock_();
  const std::lock_guard<std::mutex> lock(mutex_);
  const std::string key(caller);
  auto found = buckets_.find(key);
  if (found == buckets_.end()) {
    if (buckets_.size() >= max_callers_) MakeRoom(now);
    found = buckets_.emplace(key, Bucket{limit_.burst, now}).first;
  }
  Bucket& bucket = found->second;
  bucket.tokens = TokensAt(bucket, now);
  bucket.filled_at = now;
  if (bucket.tokens >= 1.0) {
    bucket.tokens -= 1.0;
    return std::nullopt;
  }
  constexpr double kMillisecondsPerMinute = 60'000.0;
  const double wait_ms = (1.0 - bucket.tokens) * kMillisecondsPerMinute / limit_.calls_per_minute;
  return std::chrono::milliseconds(std::max<int64_t>(1, static_cast<int64_t>(std::ceil(wait_ms))));
}

double RateLimiter::TokensAt(const Bucket& bucket, steady_clock::time_point now) const {
  const std::chrono::duration<double, std::ratio<60>> minutes = now - bucket.filled_at;
  return std::min(limit_.burst, bucket.tokens + std::max(0.0, minutes.count()) * limit_.calls_per_minute);
}

void RateLimiter::MakeRoom(steady_clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) { return TokensAt(entry.second, now) >= limit_.burst; });
  if (buckets_.size() >= max_callers_) buckets_.clear();
}

}  // namespace vsx::rpc
