#include "node/domain/screening_days.h"

#include <algorithm>

#include "node/domain/error.h"

namespace vsx::domain {
namespace {

uint64_t Share(uint64_t of_state, uint64_t of_agency) {
  return of_agency == 0 ? std::max<uint64_t>(1, of_state / 2) : std::min(of_state, of_agency);
}

bool MayOpenADay(const ScreeningBounds& bounds, std::string_view agency_hash, const ScreeningMonth& month) {
  const auto opened = static_cast<size_t>(std::ranges::count_if(
      month, [&](const ScreeningDay& one) { return one.agencies.front().agency_hash == agency_hash; }));
  return month.size() < bounds.days_per_month && opened < bounds.agency_days_per_month;
}

}  // namespace

ScreeningBounds MakeScreeningBounds(const EvaluationBudgets& state, const AgencyScreeningLimits& agency) {
  const uint64_t persons = state.screening.burst();
  const size_t days = state.screening_days_per_month;
  return {persons, Share(persons, agency.persons_per_day), days, Share(days, agency.days_per_month)};
}

absl::Status DeclarePersons(const ScreeningBounds& bounds, const CivilDate& day, std::string_view agency_hash,
                            uint64_t persons, ScreeningMonth& month) {
  constexpr int64_t kSecondsOfADay = 86'400;
  const absl::Status day_is_full = BudgetExhausted({day.Start().seconds + kSecondsOfADay});
  const auto at = std::ranges::lower_bound(month, day, {}, &ScreeningDay::day);
  if (at == month.end() || at->day != day) {
    if (!MayOpenADay(bounds, agency_hash, month)) return BudgetExhausted(day.FirstOfNextMonth().Start());
    if (persons > bounds.agency_persons_per_day) return day_is_full;
    month.insert(at, {day, {{std::string(agency_hash), persons}}});
    return absl::OkStatus();
  }
  uint64_t of_all = persons;
  for (const DeclaredPersons& one : at->agencies) of_all += one.persons;
  const auto own = std::ranges::find(at->agencies, agency_hash, &DeclaredPersons::agency_hash);
  const uint64_t of_agency = persons + (own == at->agencies.end() ? 0 : own->persons);
  if (of_all > bounds.persons_per_day || of_agency > bounds.agency_persons_per_day) return day_is_full;
  if (own == at->agencies.end()) {
    if (at->agencies.size() >= kMostAgenciesOfADay) return day_is_full;
    at->agencies.push_back({std::string(agency_hash), persons});
  } else {
    own->persons = of_agency;
  }
  return absl::OkStatus();
}

}  // namespace vsx::domain
