#ifndef VSX_NODE_DOMAIN_EPOCH_H_
#define VSX_NODE_DOMAIN_EPOCH_H_

#include <compare>
#include <cstdint>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"

namespace vsx::domain {

// Epoch numbers the stretches of time that the blind check counts in (protocol §4): floor(Unix seconds / epoch length).
// Every number is an epoch; which one it is now, its EpochPlan says.
class Epoch {
 public:
  constexpr explicit Epoch(uint64_t number) : number_(number) {}

  constexpr uint64_t number() const { return number_; }
  // The neighbours; the first and the last epoch are their own.
  constexpr Epoch Next() const { return Epoch(number_ == UINT64_MAX ? number_ : number_ + 1); }
  constexpr Epoch Previous() const { return Epoch(number_ == 0 ? 0 : number_ - 1); }

  friend constexpr auto operator<=>(const Epoch&, const Epoch&) = default;

 private:
  uint64_t number_;
};

inline constexpr int64_t kDefaultEpochSeconds = 3'600;
inline constexpr int64_t kShortestEpochSeconds = 8;
inline constexpr int64_t kLongestEpochSeconds = 86'400;

// EpochPlan is the calendar of epochs, the same for all Parties: the manifest gives the length (§11). An epoch
// too far off for a clock starts at the end of time, so that a number that a peer made up is harmless.
struct EpochPlan {
  int64_t epoch_seconds = kDefaultEpochSeconds;

  // 0, which is what a manifest without a length says, gives the default. INVALID_ARGUMENT for a length out of bounds.
  static absl::StatusOr<EpochPlan> OfLength(int64_t epoch_seconds);

  Epoch At(UnixTime time) const;  // before 1970: the first
  UnixTime Start(Epoch epoch) const;
  UnixTime End(Epoch epoch) const;  // the first moment after it
  // What consent allows at this moment is what the epoch's index holds: a quarter of the length before it starts.
  UnixTime CutOff(Epoch epoch) const;
  // From here on headers and files are given out: a sixth of the length before it starts.
  UnixTime PublishFrom(Epoch epoch) const;
  // As of when an index is whose node began to build the epoch's indexes at `began`: the cut-off; of one that begins
  // after publication, `began` rounded down to a sixtieth of the length. The same for all indexes of that pass, so that
  // it does not say how long any of them took, which depends on who is in them.
  UnixTime AsOf(Epoch epoch, UnixTime began) const;
  // From when on no index can be opened that holds what consent allowed until `time`: the end of the epoch, or, if the
  // next one is cut off already, of that one. At most a length and a quarter later.
  UnixTime ForgottenBy(UnixTime time) const;
  // How far clocks may differ: 120 s, in short epochs a quarter of the length.
  int64_t Skew() const;
  // Whether `time` lies in the epoch, stretched by Skew() on both sides.
  bool CoversWithSkew(Epoch epoch, UnixTime time) const;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_EPOCH_H_
