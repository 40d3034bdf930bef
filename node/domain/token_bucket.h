#ifndef VSX_NODE_DOMAIN_TOKEN_BUCKET_H_
#define VSX_NODE_DOMAIN_TOKEN_BUCKET_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"

namespace vsx::domain {

inline constexpr uint64_t kMostTokens = 1'000'000'000;

// BudgetRate is how much of something a budget allows (protocol §11): `burst` at once, after a pause, and `per_day` in
// the long run.
class BudgetRate {
 public:
  // INVALID_ARGUMENT unless burst is 1 … kMostTokens and per_day 0 … kMostTokens; 0: what is used up does not come
  // back.
  static absl::StatusOr<BudgetRate> Create(uint64_t burst, uint64_t per_day);

  uint64_t burst() const { return burst_; }
  uint64_t per_day() const { return per_day_; }

  friend bool operator==(const BudgetRate&, const BudgetRate&) = default;

 private:
  BudgetRate(uint64_t burst, uint64_t per_day) : burst_(burst), per_day_(per_day) {}

  uint64_t burst_;
  uint64_t per_day_;
};

// A token counts as 86,400 shares, so that a second refills a whole number of them: all arithmetic is exact, and
// nothing is lost or won however often it is done.
inline constexpr uint64_t kSharesPerToken = 86'400;

// TokenBucket is what a budget holds at a moment. Plain value; functions of it are pure.
struct TokenBucket {
  uint64_t shares = 0;
  UnixTime at;  // the latest moment that counted

  uint64_t tokens() const { return shares / kSharesPerToken; }

  friend bool operator==(const TokenBucket&, const TokenBucket&) = default;
};

TokenBucket FullBucket(const BudgetRate& rate, UnixTime now);

// The bucket as it is at `now`, with what came in since. `held`: tokens taken out of it and not yet used; what is in
// the bucket and what is held are never more than the burst together. A clock that goes back adds nothing, and nothing
// comes in until it passes the latest moment that counted. One that goes back more than a day had been wrong: it adds
// nothing either, and counts from where it is now.
TokenBucket Refill(const TokenBucket& bucket, const BudgetRate& rate, uint64_t held, UnixTime now);

// The bucket without `tokens`; nullopt when it has not that many.
std::optional<TokenBucket> TakeTokens(const TokenBucket& bucket, uint64_t tokens);

// When a bucket as Refill gave it, if nothing is taken meanwhile, will hold `tokens`; nullopt: never.
std::optional<UnixTime> TimeOfTokens(const TokenBucket& bucket, const BudgetRate& rate, uint64_t held, uint64_t tokens);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_TOKEN_BUCKET_H_
