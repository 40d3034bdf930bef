#include "node/domain/epoch.h"

#include <algorithm>
#include <limits>

#include "absl/status/status.h"

namespace vsx::domain {
namespace {

constexpr int64_t kLongestSkewSeconds = 120;
// Later than any epoch that will be; a day short of what the type holds, so that adding to it cannot run over.
constexpr int64_t kEndOfTime = std::numeric_limits<int64_t>::max() - kLongestEpochSeconds;

}  // namespace

absl::StatusOr<EpochPlan> EpochPlan::OfLength(int64_t epoch_seconds) {
  if (epoch_seconds == 0) return EpochPlan{};
  if (epoch_seconds < kShortestEpochSeconds || epoch_seconds > kLongestEpochSeconds) {
    return absl::InvalidArgumentError("an epoch lasts 8 to 86400 seconds");
  }
  return EpochPlan{epoch_seconds};
}

Epoch EpochPlan::At(UnixTime time) const {
  return Epoch(static_cast<uint64_t>(std::max<int64_t>(time.seconds, 0) / epoch_seconds));
}

UnixTime EpochPlan::Start(Epoch epoch) const {
  if (epoch.number() > static_cast<uint64_t>(kEndOfTime / epoch_seconds)) return {kEndOfTime};
  return {static_cast<int64_t>(epoch.number()) * epoch_seconds};
}

UnixTime EpochPlan::End(Epoch epoch) const { return Start(epoch.Next()); }

UnixTime EpochPlan::CutOff(Epoch epoch) const { return {Start(epoch).seconds - epoch_seconds / 4}; }

UnixTime EpochPlan::PublishFrom(Epoch epoch) const { return {Start(epoch).seconds - epoch_seconds / 6}; }

UnixTime EpochPlan::AsOf(Epoch epoch, UnixTime began) const {
  if (began < PublishFrom(epoch)) return CutOff(epoch);
  const int64_t step = std::max<int64_t>(epoch_seconds / 60, 1);
  return std::max(CutOff(epoch), UnixTime{began.seconds - began.seconds % step});
}

UnixTime EpochPlan::ForgottenBy(UnixTime time) const {
  const Epoch next = At(time).Next();
  return time < CutOff(next) ? Start(next) : End(next);
}

int64_t EpochPlan::Skew() const { return std::min(kLongestSkewSeconds, epoch_seconds / 4); }

bool EpochPlan::CoversWithSkew(Epoch epoch, UnixTime time) const {
  return time.seconds >= Start(epoch).seconds - Skew() && time.seconds < End(epoch).seconds + Skew();
}

}  // namespace vsx::domain
