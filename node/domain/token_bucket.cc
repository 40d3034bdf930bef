#include "node/domain/token_bucket.h"

#include <algorithm>

#include "absl/status/status.h"

namespace vsx::domain {
namespace {

constexpr int64_t kDaySeconds = 86'400;

// The most shares that the bucket may have while `held` tokens are out of it.
uint64_t Room(const BudgetRate& rate, uint64_t held) {
  return (rate.burst() - std::min(held, rate.burst())) * kSharesPerToken;
}

uint64_t RoundUp(uint64_t dividend, uint64_t divisor) { return dividend / divisor + (dividend % divisor != 0 ? 1 : 0); }

}  // namespace

absl::StatusOr<BudgetRate> BudgetRate::Create(uint64_t burst, uint64_t per_day) {
  if (burst == 0 || burst > kMostTokens || per_day > kMostTokens) {
    return absl::InvalidArgumentError("a budget has a burst of 1 to 1,000,000,000, and at most as much in a day");
  }
  return BudgetRate(burst, per_day);
}

TokenBucket FullBucket(const BudgetRate& rate, UnixTime now) { return {Room(rate, 0), now}; }

TokenBucket Refill(const TokenBucket& bucket, const BudgetRate& rate, uint64_t held, UnixTime now) {
  const uint64_t room = Room(rate, held);
  TokenBucket after{std::min(bucket.shares, room), bucket.at};
  if (now <= bucket.at) {
    // Unsigned, since the difference of two times may be larger than the signed type.
    const uint64_t back = static_cast<uint64_t>(bucket.at.seconds) - static_cast<uint64_t>(now.seconds);
    if (back > kDaySeconds) after.at = now;
    return after;
  }
  const uint64_t elapsed = static_cast<uint64_t>(now.seconds) - static_cast<uint64_t>(bucket.at.seconds);
  after.at = now;
  const uint64_t missing = room - after.shares;
  if (rate.per_day() == 0 || missing == 0) return after;
  // A share comes in per_day times a second.
  after.shares = elapsed >= RoundUp(missing, rate.per_day()) ? room : after.shares + elapsed * rate.per_day();
  return after;
}

std::optional<TokenBucket> TakeTokens(const TokenBucket& bucket, uint64_t tokens) {
  if (tokens > bucket.tokens()) return std::nullopt;
  return TokenBucket{bucket.shares - tokens * kSharesPerToken, bucket.at};
}

std::optional<UnixTime> TimeOfTokens(const TokenBucket& bucket, const BudgetRate& rate, uint64_t held,
                                     uint64_t tokens) {
  if (tokens <= bucket.tokens()) return bucket.at;
  if (tokens > Room(rate, held) / kSharesPerToken || rate.per_day() == 0) return std::nullopt;
  const uint64_t seconds = RoundUp(tokens * kSharesPerToken - bucket.shares, rate.per_day());
  return UnixTime{bucket.at.seconds + static_cast<int64_t>(seconds)};
}

}  // namespace vsx::domain
