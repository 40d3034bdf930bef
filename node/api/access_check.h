#ifndef VSX_NODE_API_ACCESS_CHECK_H_
#define VSX_NODE_API_ACCESS_CHECK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/api/handlers.h"
#include "node/domain/access_policy.h"
#include "node/service/actor.h"
#include "node/service/audit_recorder.h"
#include "vsx/v1/common.pb.h"

namespace vsx::api {

// The first step of every handler of an agency's call: an officer's reference is there, and the access table (protocol
// §8) allows this agency kind to call this method for this purpose. A refusal stands in the audit log before it is
// answered. Errors: INVALID_ARGUMENT OFFICER_MISSING (context.officer); PERMISSION_DENIED ACCESS_DENIED; those of the
// audit log.
absl::StatusOr<service::Actor> CheckAccess(const AgencyCaller& caller, const v1::CallerContext& context,
                                           domain::Method method, const service::AuditRecorder& audit);

// Of a call that can be repeated: empty, or 16 bytes. INVALID_ARGUMENT ID_MALFORMED (request_id).
absl::Status CheckRequestId(const std::string& request_id);

}  // namespace vsx::api

#endif  // VSX_NODE_API_ACCESS_CHECK_H_
