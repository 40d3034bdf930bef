#ifndef VSX_NODE_SERVICE_REGISTER_CASE_H_
#define VSX_NODE_SERVICE_REGISTER_CASE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/case_record.h"
#include "node/domain/consent_preview.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"
#include "node/service/reconcile_copies.h"

namespace vsx::service {

struct RegisteredCase {
  domain::CaseRecord record;
  domain::ConsentPreviewLine own_checks;  // what the own State's officers see
  std::vector<domain::CaseId> related;    // own cases that share an exact handle
  CopyChanges others;  // what it did to deliveries of those; nothing where the call was a repeated one
};

// Registers a case (flow 1): from its return on the own State's checks answer HOLD, as far as `own_checks` says, and
// nothing leaves the State, since the person was not asked. `facts` are valid and carry their handles. `request_id`:
// empty, or 16 bytes of the client that make a repeated call return the same case. Errors: INVALID_ARGUMENT
// COPY_TOO_LARGE when a copy would pass 2,048 bytes; ALREADY_EXISTS REQUEST_ID_REUSED for another case under the same
// request id; those of Engine::Commit.
absl::StatusOr<RegisteredCase> RegisterCase(const NodeContext& node, const Actor& actor, domain::CaseFacts facts,
                                            const std::string& request_id);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_REGISTER_CASE_H_
