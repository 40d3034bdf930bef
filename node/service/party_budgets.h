#ifndef VSX_NODE_SERVICE_PARTY_BUDGETS_H_
#define VSX_NODE_SERVICE_PARTY_BUDGETS_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/evaluation_budgets.h"
#include "node/domain/usage_alarm.h"
#include "node/service/clock.h"
#include "node/service/evaluation_budget.h"
#include "store/budget_ledger.h"

namespace vsx::service {

// What a budget is for; none of them can starve another (protocol §4).
enum class BudgetKind { kSingle, kPresented, kScreening };

std::string_view BudgetKindName(BudgetKind kind);
BudgetKind BudgetKindOf(domain::Purpose cls, domain::EvaluationKind kind);
const domain::BudgetRate& RateOf(const domain::EvaluationBudgets& budgets, BudgetKind kind);

// What somebody should look at.
struct BudgetAlarm {
  domain::PartyCode party;
  BudgetKind kind;
  domain::UsageAlarm alarm;
};

// PartyBudgets keeps the budget of each other Party, apart by kind, durably (store::BudgetLedger). Screening is granted
// on declared days only: the first screening question of a day declares it.
class PartyBudgets final : public EvaluationBudget {
 public:
  // `ledger` and `clock` outlive this.
  PartyBudgets(store::BudgetLedger& ledger, const Clock& clock, domain::EvaluationBudgets rates = {})
      : ledger_(ledger), clock_(clock), rates_(rates) {}

  absl::Status Take(const domain::PartyCode& party, domain::Purpose cls, domain::EvaluationKind kind,
                    size_t persons) override;

  // Adds what deserves a look now, of these Parties: 80 % of a day's budget, or an hour unlike the same hour of other
  // days. Errors: the first of the ledger's; what could be read is added all the same.
  absl::Status FindAlarms(const std::vector<domain::PartyCode>& parties, std::vector<BudgetAlarm>& alarms);

 private:
  absl::Status TakeOfTheDay(const std::string& key, size_t persons, domain::UnixTime now);

  store::BudgetLedger& ledger_;
  const Clock& clock_;
  const domain::EvaluationBudgets rates_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_PARTY_BUDGETS_H_
