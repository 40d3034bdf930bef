#include "node/domain/age.h"

namespace vsx::domain {
namespace {

constexpr int kAdultYears = 18;

}  // namespace

AgeOnDay AgeOn(const std::optional<PartialDate>& birth_date, const CivilDate& day) {
  if (!birth_date.has_value()) return AgeOnDay::kMayBeChild;
  if (LatestEighteenthBirthday(*birth_date) <= day) return AgeOnDay::kAdult;
  return birth_date->Earliest().AddYears(kAdultYears) > day ? AgeOnDay::kChild : AgeOnDay::kMayBeChild;
}

bool IsChildOn(const std::optional<PartialDate>& birth_date, const CivilDate& day) {
  return AgeOn(birth_date, day) != AgeOnDay::kAdult;
}

CivilDate LatestEighteenthBirthday(const PartialDate& birth_date) { return birth_date.Latest().AddYears(kAdultYears); }

CivilDate AdultFrom(const PartialDate& birth_date) {
  const CivilDate birthday = LatestEighteenthBirthday(birth_date);
  const int first_month = (birthday.month() - 1) / 3 * 3 + 1;
  if (birthday.day() == 1 && birthday.month() == first_month) return birthday;
  // The first day of the next quarter, found in the year of birth, where every day that is needed exists.
  const bool next_year = first_month == 10;
  const int month = next_year ? 1 : first_month + 3;
  const int years = next_year ? kAdultYears + 1 : kAdultYears;
  return CivilDate::Create(birth_date.Latest().year(), month, 1)->AddYears(years);
}

}  // namespace vsx::domain
