#ifndef VSX_NODE_SERVICE_SCREENING_PARTS_H_
#define VSX_NODE_SERVICE_SCREENING_PARTS_H_

#include "node/domain/screening_days.h"
#include "node/service/node_context.h"
#include "store/budget_ledger.h"
#include "store/screening_store.h"

namespace vsx::service {

// What screening stands on beside the rest of the node; all of it outlives the use cases.
struct ScreeningParts {
  const NodeContext& node;
  store::ScreeningStore& store;
  store::BudgetLedger& ledger;
  domain::AgencyScreeningLimits agency_limits{};
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_SCREENING_PARTS_H_
