#include "node/domain/calendar.h"

#include <chrono>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace vsx::domain {
namespace {

constexpr int kFirstYear = 1800;
constexpr int kLastYear = 2999;

// Reads exactly `digits` decimal digits at `at`, or -1.
int ReadDigits(std::string_view text, size_t at, size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::chrono::year_month_day ToChrono(int year, int month, int day) {
  return std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
         std::chrono::day(static_cast<unsigned>(day));
}

}  // namespace

absl::StatusOr<CivilDate> CivilDate::Create(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1 || day > 31 ||
      !ToChrono(year, month, day).ok()) {
    return absl::InvalidArgumentError("no such day in the calendar (years 1800 to 2999)");
  }
  return CivilDate(year, month, day);
}

absl::StatusOr<CivilDate> CivilDate::Parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return absl::InvalidArgumentError("a day is written YYYY-MM-DD");
  }
  return Create(ReadDigits(text, 0, 4), ReadDigits(text, 5, 2), ReadDigits(text, 8, 2));
}

CivilDate CivilDate::FromTime(UnixTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(time.seconds)));
  const std::chrono::year_month_day date(day);
  return CivilDate(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                   static_cast<int>(static_cast<unsigned>(date.day())));
}

CivilDate CivilDate::LatestToday(UnixTime time) {
  constexpr int64_t kFarthestAhead = int64_t{14} * 3600;
  return FromTime({time.seconds + kFarthestAhead});
}

std::string CivilDate::ToString() const { return absl::StrFormat("%04d-%02d-%02d", year_, month_, day_); }

UnixTime CivilDate::Start() const {
  const std::chrono::sys_seconds start = std::chrono::sys_days(ToChrono(year_, month_, day_));
  return {start.time_since_epoch().count()};
}

CivilDate CivilDate::AddYears(int years) const {
  if (month_ == 2 && day_ == 29 && !ToChrono(year_ + years, 2, 29).ok()) return CivilDate(year_ + years, 3, 1);
  return CivilDate(year_ + years, month_, day_);
}

CivilDate CivilDate::FirstOfNextMonth() const {
  constexpr int kMonths = 12;
  return Create(year_ + month_ / kMonths, month_ % kMonths + 1, 1).value_or(*this);
}

absl::StatusOr<PartialDate> PartialDate::Parse(std::string_view text) {
  if (text.size() == 10) {
    absl::StatusOr<CivilDate> day = CivilDate::Parse(text);
    if (!day.ok()) return day.status();
    return FromDay(*day);
  }
  if (text.size() == 7 && text[4] == '-') return FromMonth(ReadDigits(text, 0, 4), ReadDigits(text, 5, 2));
  if (text.size() == 4) return FromYear(ReadDigits(text, 0, 4));
  return absl::InvalidArgumentError("a date is written YYYY-MM-DD, YYYY-MM or YYYY");
}

PartialDate PartialDate::FromDay(const CivilDate& day) { return PartialDate(Precision::kDay, day); }

absl::StatusOr<PartialDate> PartialDate::FromMonth(int year, int month) {
  absl::StatusOr<CivilDate> first = CivilDate::Create(year, month, 1);
  if (!first.ok()) return first.status();
  return PartialDate(Precision::kMonth, *first);
}

absl::StatusOr<PartialDate> PartialDate::FromYear(int year) {
  absl::StatusOr<CivilDate> first = CivilDate::Create(year, 1, 1);
  if (!first.ok()) return first.status();
  return PartialDate(Precision::kYear, *first);
}

CivilDate PartialDate::Earliest() const { return first_; }

CivilDate PartialDate::Latest() const {
  switch (precision_) {
    case Precision::kDay:
      return first_;
    case Precision::kMonth: {
      const std::chrono::year_month_day_last last(
          std::chrono::year(first_.year()),
          std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(first_.month()))));
      return *CivilDate::Create(first_.year(), first_.month(), static_cast<int>(static_cast<unsigned>(last.day())));
    }
    case Precision::kYear:
      return *CivilDate::Create(first_.year(), 12, 31);
  }
  return first_;
}

PartialDate PartialDate::Truncate(Precision precision) const {
  if (precision >= precision_) return *this;
  if (precision == Precision::kMonth) return *FromMonth(first_.year(), first_.month());
  return *FromYear(first_.year());
}

std::string PartialDate::ToString() const {
  const std::string day = first_.ToString();
  switch (precision_) {
    case Precision::kDay:
      return day;
    case Precision::kMonth:
      return day.substr(0, 7);
    case Precision::kYear:
      return day.substr(0, 4);
  }
  return day;
}

}  // namespace vsx::domain
