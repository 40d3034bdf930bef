#ifndef VSX_NODE_SERVICE_REVOKE_CASE_H_
#define VSX_NODE_SERVICE_REVOKE_CASE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/case_record.h"
#include "node/domain/revocation.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"

namespace vsx::service {

struct RevocationInput {
  domain::RevocationReason reason = domain::RevocationReason::kIssuedInError;
  std::string second_officer;        // needed unless the person asked for it
  domain::UnixTime appeal_ended_at;  // of a negative assessment: must be past
};

struct RevokedCase {
  domain::CaseRecord record;
  std::vector<domain::PartyCode> queued_for;
};

// Revokes a case for a reason of the closed list (protocol §2). Own checks end with it; Parties that have a copy, or
// may have one, are told, and there HOLD stands until the revocation is logged under a witness quorum, which this
// version cannot do. Errors: NOT_FOUND CASE_UNKNOWN; FAILED_PRECONDITION CASE_REVOKED; INVALID_ARGUMENT
// SECOND_OFFICER_NEEDED or APPEAL_TIME_OPEN.
absl::StatusOr<RevokedCase> RevokeCase(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                       const RevocationInput& input);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_REVOKE_CASE_H_
