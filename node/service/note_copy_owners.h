#ifndef VSX_NODE_SERVICE_NOTE_COPY_OWNERS_H_
#define VSX_NODE_SERVICE_NOTE_COPY_OWNERS_H_

#include "absl/status/statusor.h"
#include "node/service/node_context.h"

namespace vsx::service {

// Notes whose the copies are that ask for access notices, where an earlier version of the node signed them and did not:
// a notice about one would be refused. Called at start; a second run changes nothing. Gives for how many cases it did.
// Errors: those of the store, after the other cases.
absl::StatusOr<int> NoteCopyOwners(const NodeContext& node);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_NOTE_COPY_OWNERS_H_
