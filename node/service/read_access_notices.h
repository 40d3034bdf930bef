#ifndef VSX_NODE_SERVICE_READ_ACCESS_NOTICES_H_
#define VSX_NODE_SERVICE_READ_ACCESS_NOTICES_H_

#include "absl/status/statusor.h"
#include "node/domain/access_notice.h"
#include "node/domain/id.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"

namespace vsx::service {

// Who looked at an own case, as other Parties told. The reading stands in the audit log, synced, before the answer is
// given. Errors: NOT_FOUND CASE_UNKNOWN; those of the store.
absl::StatusOr<domain::AccessNotices> ListAccessNotices(const NodeContext& node, const Actor& actor,
                                                        const domain::CaseId& id);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_READ_ACCESS_NOTICES_H_
