#ifndef VSX_NODE_SERVICE_UPGRADE_STATUS_H_
#define VSX_NODE_SERVICE_UPGRADE_STATUS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "node/domain/case_record.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"
#include "node/service/reconcile_copies.h"

namespace vsx::service {

struct UpgradedCase {
  domain::CaseRecord record;
  CopyChanges changes;
};

// Moves a case up: presumed, under assessment, identified. Copies that consent allows are signed anew and delivered in
// the place of the old ones. Errors: NOT_FOUND CASE_UNKNOWN; FAILED_PRECONDITION NOT_AN_UPGRADE or CASE_REVOKED;
// INVALID_ARGUMENT DATE_MISSING or DATE_IN_FUTURE.
absl::StatusOr<UpgradedCase> UpgradeStatus(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                           domain::CaseStatus status,
                                           const std::optional<domain::CivilDate>& date_identified);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_UPGRADE_STATUS_H_
