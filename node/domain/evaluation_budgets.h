#ifndef VSX_NODE_DOMAIN_EVALUATION_BUDGETS_H_
#define VSX_NODE_DOMAIN_EVALUATION_BUDGETS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/token_bucket.h"

namespace vsx::domain {

inline constexpr uint32_t kMostDaysInAMonth = 31;

// How many persons of 8 elements the node of one Party may ask another about, cover checks included: the same for all
// Parties, by the manifest (protocol §11). None of the three can use up another.
struct EvaluationBudgets {
  BudgetRate single = *BudgetRate::Create(64, 4'000);     // protective and consular checks
  BudgetRate presented = *BudgetRate::Create(32, 1'000);  // reference codes
  BudgetRate screening = *BudgetRate::Create(20'000, 20'000);
  size_t screening_days_per_month = 4;
};

// What a manifest says of a budget; 0 stands for the default.
struct BudgetBounds {
  uint32_t per_day = 0;
  uint32_t burst = 0;
};

// INVALID_ARGUMENT for a rate that BudgetRate refuses, and for more than 31 days in a month.
absl::StatusOr<EvaluationBudgets> MakeEvaluationBudgets(const BudgetBounds& single, const BudgetBounds& presented,
                                                        uint32_t screening_per_day, uint32_t screening_days_per_month);

inline constexpr uint64_t kWholePercent = 100;

// What one own agency may use of `rate`, which other Parties grant the State: `percent` of it, 1 to 100, rounded down,
// and one at least.
BudgetRate ShareOf(const BudgetRate& rate, uint64_t percent);

// When another Party may be asked again that named `claimed` as the time of its next capacity: not before `now`, and
// no later than the longest wait that a budget knows, the first of the month after. What it says is its claim, and no
// reason not to ask for years.
UnixTime PlausibleCapacity(UnixTime claimed, UnixTime now);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_EVALUATION_BUDGETS_H_
