#ifndef VSX_NODE_CLI_OPEN_CHECK_H_
#define VSX_NODE_CLI_OPEN_CHECK_H_

#include <functional>

#include "absl/status/status.h"
#include "node/cli/command.h"
#include "node/cli/node_connection.h"
#include "vsx/v1/status.pb.h"

namespace vsx::cli {

// Keeps a check open: the node asks the missing Parties again and sends each answer, which `take` gets. Calls again
// when a stream ends without a last word, or breaks off after an answer, until one says it, the node refuses, or
// `needed_until` comes. Each call that is answered is a check of the officer's: they come ever less often, from 30 s to
// 4 h apart and never before the node's own next try, so that 24 hours cost 15 at most. Says on err() what it waits
// for, and why it waits no more. Errors: those of a call before the first answer; nothing else, since the last answer
// stands.
absl::Status KeepCheckOpen(const CommandContext& context, const NodeConnection& connection,
                           const v1::AwaitStatusRequest& request, v1::AccessPurpose purpose,
                           const std::function<void(const v1::CheckStatusResponse& answer)>& take);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_OPEN_CHECK_H_
