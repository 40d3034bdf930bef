#ifndef VSX_NODE_DOMAIN_CALENDAR_H_
#define VSX_NODE_DOMAIN_CALENDAR_H_

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::domain {

// UnixTime is a moment: seconds since 1970-01-01T00:00:00Z.
struct UnixTime {
  int64_t seconds = 0;
  friend auto operator<=>(const UnixTime&, const UnixTime&) = default;
};

// FineTime is a moment within its second.
using FineTime = std::chrono::sys_time<std::chrono::microseconds>;

inline UnixTime SecondOf(FineTime time) {
  return {std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count()};
}

// CivilDate is a day of the Gregorian calendar that exists.
class CivilDate {
 public:
  // INVALID_ARGUMENT unless the day exists and the year lies in 1800–2999.
  static absl::StatusOr<CivilDate> Create(int year, int month, int day);
  // Reads YYYY-MM-DD.
  static absl::StatusOr<CivilDate> Parse(std::string_view text);
  // The UTC day of `time`.
  static CivilDate FromTime(UnixTime time);
  // The latest day that is today anywhere at `time`: clocks on the wall run up to 14 hours ahead of UTC. A day after it
  // lies in the future for everybody.
  static CivilDate LatestToday(UnixTime time);

  int year() const { return year_; }
  int month() const { return month_; }
  int day() const { return day_; }
  std::string ToString() const;  // YYYY-MM-DD
  UnixTime Start() const;        // its first second in UTC

  // The same day `years` later; 29 February becomes 1 March in a common year.
  CivilDate AddYears(int years) const;
  CivilDate FirstOfNextMonth() const;  // itself, where years end

  friend auto operator<=>(const CivilDate&, const CivilDate&) = default;

 private:
  CivilDate(int year, int month, int day) : year_(year), month_(month), day_(day) {}

  int year_;
  int month_;
  int day_;
};

// PartialDate is a day, a month, or a year, as precise as is known: YYYY-MM-DD, YYYY-MM or YYYY.
class PartialDate {
 public:
  enum class Precision { kYear, kMonth, kDay };

  static absl::StatusOr<PartialDate> Parse(std::string_view text);
  static PartialDate FromDay(const CivilDate& day);
  static absl::StatusOr<PartialDate> FromMonth(int year, int month);
  static absl::StatusOr<PartialDate> FromYear(int year);

  Precision precision() const { return precision_; }
  // The first and the last day that the date may mean.
  CivilDate Earliest() const;
  CivilDate Latest() const;
  // The same date cut to `precision`, which must not be finer than its own.
  PartialDate Truncate(Precision precision) const;
  std::string ToString() const;

  friend auto operator<=>(const PartialDate&, const PartialDate&) = default;

 private:
  PartialDate(Precision precision, const CivilDate& first) : precision_(precision), first_(first) {}

  Precision precision_;
  CivilDate first_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CALENDAR_H_
