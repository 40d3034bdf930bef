#ifndef VSX_NODE_SERVICE_EVALUATION_BUDGET_H_
#define VSX_NODE_SERVICE_EVALUATION_BUDGET_H_

#include <cstddef>

#include "absl/status/status.h"
#include "node/domain/consent_record.h"
#include "node/domain/evaluation.h"
#include "node/domain/party_code.h"

namespace vsx::service {

// EvaluationBudget says how many persons another Party may still ask about. Threads: safe concurrently.
class EvaluationBudget {
 public:
  virtual ~EvaluationBudget() = default;
  // Takes `persons` from the budget of that Party for this class and kind, cover checks included. Errors:
  // domain::BudgetExhausted with the time of next capacity; those of the store, and then nothing is granted.
  virtual absl::Status Take(const domain::PartyCode& party, domain::Purpose cls, domain::EvaluationKind kind,
                            size_t persons) = 0;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_EVALUATION_BUDGET_H_
