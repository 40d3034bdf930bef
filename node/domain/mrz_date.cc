#include "node/domain/mrz_date.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"

namespace vsx::domain {
namespace {

struct Parts {
  std::optional<int> year;
  std::optional<int> month;
  std::optional<int> day;
};

// Reads two digits into `part`, or two fillers as nothing.
bool ReadPart(std::string_view text, std::optional<int>& part) {
  if (text == "<<") return true;
  if (!absl::ascii_isdigit(text[0]) || !absl::ascii_isdigit(text[1])) return false;
  part = (text[0] - '0') * 10 + (text[1] - '0');
  return true;
}

std::optional<Parts> ReadParts(std::string_view yymmdd) {
  Parts parts;
  const bool sound = yymmdd.size() == 6 && ReadPart(yymmdd.substr(0, 2), parts.year) &&
                     ReadPart(yymmdd.substr(2, 2), parts.month) && ReadPart(yymmdd.substr(4, 2), parts.day);
  return sound ? std::optional<Parts>(parts) : std::nullopt;
}

// As precise as `parts` allow in that century; a day without its month says nothing.
absl::StatusOr<PartialDate> InCentury(const Parts& parts, int century) {
  const int year = century + *parts.year;
  if (!parts.month.has_value()) return PartialDate::FromYear(year);
  if (!parts.day.has_value()) return PartialDate::FromMonth(year, *parts.month);
  absl::StatusOr<CivilDate> day = CivilDate::Create(year, *parts.month, *parts.day);
  if (!day.ok()) return day.status();
  return PartialDate::FromDay(*day);
}

}  // namespace

MrzDateFault CheckMrzDate(std::string_view yymmdd) {
  const std::optional<Parts> parts = ReadParts(yymmdd);
  if (!parts.has_value()) return MrzDateFault::kFormat;
  // 2000 and every fourth year of its century are leap years: the most lenient century. Likewise January for an unknown
  // month.
  const int year = 2000 + parts->year.value_or(0);
  return CivilDate::Create(year, parts->month.value_or(1), parts->day.value_or(1)).ok() ? MrzDateFault::kNone
                                                                                        : MrzDateFault::kCalendar;
}

absl::StatusOr<PartialDate> MrzBirthDate(std::string_view yymmdd, const CivilDate& today) {
  const std::optional<Parts> parts = ReadParts(yymmdd);
  if (!parts.has_value() || CheckMrzDate(yymmdd) != MrzDateFault::kNone) {
    return absl::InvalidArgumentError("not a date of a machine-readable zone (YYMMDD)");
  }
  if (!parts->year.has_value()) return absl::NotFoundError("the zone leaves the year open");
  // Four centuries back there is one in which every 29 February of the table above exists; CivilDate starts in 1800.
  for (int century = today.year() / 100 * 100; century >= 1800; century -= 100) {
    absl::StatusOr<PartialDate> date = InCentury(*parts, century);
    if (date.ok() && date->Earliest() <= today) return date;
  }
  return absl::InvalidArgumentError("lies after today in every century");
}

}  // namespace vsx::domain
