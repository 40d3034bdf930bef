#include "node/service/party_watch.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace vsx::service {
namespace {

constexpr int64_t kFreshForSeconds = 86'400;

bool WithinADay(domain::UnixTime then, domain::UnixTime now) {
  return std::abs(now.seconds - then.seconds) <= kFreshForSeconds;
}

}  // namespace

void PartyWatch::Heard(const domain::PartyCode& party, domain::UnixTime peer_time, domain::UnixTime now) {
  // A peer's number is its claim: bounded, so that no difference overflows.
  constexpr int64_t kFar = int64_t{1} << 40;
  const int64_t claimed = std::clamp(peer_time.seconds, -kFar, kFar);
  const std::lock_guard lock(mutex_);
  sights_.insert_or_assign(party, Sight{now, claimed - now.seconds});
}

bool PartyWatch::HeardWithinADay(const domain::PartyCode& party, domain::UnixTime now) const {
  const std::lock_guard lock(mutex_);
  const auto sight = sights_.find(party);
  return sight != sights_.end() && WithinADay(sight->second.at, now);
}

bool PartyWatch::OwnClockSane(domain::UnixTime now, int64_t skew_seconds) const {
  std::vector<int64_t> ahead;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [party, sight] : sights_) {
      if (WithinADay(sight.at, now)) ahead.push_back(sight.ahead_seconds);
    }
  }
  if (ahead.empty()) return false;
  std::sort(ahead.begin(), ahead.end());
  // Of an even number both middle ones must agree: the worse counts.
  const int64_t low = ahead[(ahead.size() - 1) / 2];
  const int64_t high = ahead[ahead.size() / 2];
  return std::max(std::abs(low), std::abs(high)) <= skew_seconds;
}

}  // namespace vsx::service
