#ifndef VSX_NODE_RPC_STREAM_DEADLINE_H_
#define VSX_NODE_RPC_STREAM_DEADLINE_H_

#include <grpcpp/server_context.h>

#include <chrono>

#include "absl/status/status.h"

namespace vsx::rpc {

// INVALID_ARGUMENT, DEADLINE_TOO_LATE, for a call that sets no deadline, or one beyond `longest` from now. A deadline
// gains a little by being rounded on its way here; that passes.
absl::Status CheckStreamDeadline(const grpc::ServerContext& context, std::chrono::milliseconds longest);

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_STREAM_DEADLINE_H_
