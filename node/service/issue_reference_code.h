#ifndef VSX_NODE_SERVICE_ISSUE_REFERENCE_CODE_H_
#define VSX_NODE_SERVICE_ISSUE_REFERENCE_CODE_H_

#include "absl/status/statusor.h"
#include "node/domain/case_record.h"
#include "node/domain/reference_code.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"

namespace vsx::service {

// Hands out a reference code (system.md, Subjects): from then on PRESENTED is allowed unless she denied it. The code is
// given back once; the case keeps it as a handle. Errors: NOT_FOUND CASE_UNKNOWN; FAILED_PRECONDITION NOT_ASKED before
// she was asked, CASE_REVOKED, TOO_MANY_HANDLES past 8.
absl::StatusOr<domain::ReferenceCode> IssueReferenceCode(const NodeContext& node, const Actor& actor,
                                                         const domain::CaseId& id);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_ISSUE_REFERENCE_CODE_H_
