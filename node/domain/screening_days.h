#ifndef VSX_NODE_DOMAIN_SCREENING_DAYS_H_
#define VSX_NODE_DOMAIN_SCREENING_DAYS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/calendar.h"
#include "node/domain/evaluation_budgets.h"

// How a State divides the days and persons that other Parties grant it for screening among its own agencies (protocol
// §4, §11), so that none of them uses up the month of all.
namespace vsx::domain {

// What an agency declared for a day.
struct DeclaredPersons {
  std::string agency_hash;
  uint64_t persons = 0;

  friend bool operator==(const DeclaredPersons&, const DeclaredPersons&) = default;
};

// More agencies cannot declare for one day: what is stored of it could not be read again.
inline constexpr size_t kMostAgenciesOfADay = 4'096;

// A day on which the State screens.
struct ScreeningDay {
  CivilDate day;
  std::vector<DeclaredPersons> agencies;  // 1 to kMostAgenciesOfADay, each once; first the one that opened the day

  friend bool operator==(const ScreeningDay&, const ScreeningDay&) = default;
};

// Those of one calendar month, ascending.
using ScreeningMonth = std::vector<ScreeningDay>;

// What one own agency may have (local); 0: half of what the State has, rounded down, and one at least.
struct AgencyScreeningLimits {
  uint32_t persons_per_day = 0;
  uint32_t days_per_month = 0;  // that it opens; one that is open already is free
};

struct ScreeningBounds {
  uint64_t persons_per_day = 0;
  uint64_t agency_persons_per_day = 0;
  size_t days_per_month = 0;
  size_t agency_days_per_month = 0;
};

// An agency's bounds are never above the State's.
ScreeningBounds MakeScreeningBounds(const EvaluationBudgets& state, const AgencyScreeningLimits& agency);

// Enters `persons` of the agency on `day` in its `month`, opening the day where nobody has. BudgetExhausted, and the
// month as it was, where that passes a bound: there is capacity again on the day after, where the day's persons or
// places of agencies are used up; else, where the days are, in the next month.
absl::Status DeclarePersons(const ScreeningBounds& bounds, const CivilDate& day, std::string_view agency_hash,
                            uint64_t persons, ScreeningMonth& month);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_SCREENING_DAYS_H_
