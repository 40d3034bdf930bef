#include "node/domain/evaluation_budgets.h"

#include <algorithm>

namespace vsx::domain {
namespace {

absl::StatusOr<BudgetRate> Bounded(const BudgetBounds& bounds, const BudgetRate& usual) {
  return BudgetRate::Create(bounds.burst == 0 ? usual.burst() : bounds.burst,
                            bounds.per_day == 0 ? usual.per_day() : bounds.per_day);
}

}  // namespace

absl::StatusOr<EvaluationBudgets> MakeEvaluationBudgets(const BudgetBounds& single, const BudgetBounds& presented,
                                                        uint32_t screening_per_day, uint32_t screening_days_per_month) {
  EvaluationBudgets budgets;
  absl::StatusOr<BudgetRate> singles = Bounded(single, budgets.single);
  if (!singles.ok()) return singles.status();
  absl::StatusOr<BudgetRate> codes = Bounded(presented, budgets.presented);
  if (!codes.ok()) return codes.status();
  // A screening may use its day at once.
  absl::StatusOr<BudgetRate> lists = Bounded({screening_per_day, screening_per_day}, budgets.screening);
  if (!lists.ok()) return lists.status();
  if (screening_days_per_month > kMostDaysInAMonth) return absl::InvalidArgumentError("a month has at most 31 days");
  budgets.single = *singles;
  budgets.presented = *codes;
  budgets.screening = *lists;
  if (screening_days_per_month != 0) budgets.screening_days_per_month = screening_days_per_month;
  return budgets;
}

BudgetRate ShareOf(const BudgetRate& rate, uint64_t percent) {
  const auto share = [percent](uint64_t of) {
    return std::min(of, std::max<uint64_t>(1, of * percent / kWholePercent));
  };
  return BudgetRate::Create(share(rate.burst()), share(rate.per_day())).value_or(rate);
}

UnixTime PlausibleCapacity(UnixTime claimed, UnixTime now) {
  constexpr int64_t kLongestWait = int64_t{kMostDaysInAMonth} * 86'400;
  return {std::clamp(claimed.seconds, now.seconds, now.seconds + kLongestWait)};
}

}  // namespace vsx::domain
