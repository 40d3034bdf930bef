#ifndef VSX_NODE_SERVICE_RECONSIDER_CASE_H_
#define VSX_NODE_SERVICE_RECONSIDER_CASE_H_

#include "absl/status/statusor.h"
#include "node/domain/id.h"
#include "node/service/node_context.h"
#include "node/service/reconcile_copies.h"

// What time alone changes (protocol §2: "At 18: notification and consular lapse until asked again").
namespace vsx::service {

// Decides anew, by today's date and trust documents, what others may have of the case, and writes what differs: queued
// notices are stopped, what was sent is recalled. NOT_FOUND: no such case. ABORTED: somebody changed it meanwhile.
absl::StatusOr<CopyChanges> ReconsiderCase(const NodeContext& node, const domain::CaseId& id);

// Reconsiders every case whose person was asked as a child and is an adult now. Called at start and once an hour; a
// second run changes nothing. Gives how many cases changed. Errors: those of the store, after the other cases were
// reconsidered.
absl::StatusOr<int> ReconsiderComeOfAge(const NodeContext& node);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_RECONSIDER_CASE_H_
