#ifndef VSX_NODE_RPC_STATUS_MAPPING_H_
#define VSX_NODE_RPC_STATUS_MAPPING_H_

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"

namespace vsx::rpc {

// The status as a client sees it: codes map one to one, and `grpc-status-details-bin` holds a v1.StatusDetails with one
// v1.ErrorDetail (reason, field path, and with the refusals of the blind check the epoch or the time of next capacity).
// A status with a reason (node/domain/error.h) was written for the outside and keeps its message. One without was not:
// its message is replaced by a general one, and its reason is the code's name.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The reason that goes out for `status`: its own, or the name of its code.
std::string OutwardReason(const absl::Status& status);

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_STATUS_MAPPING_H_
