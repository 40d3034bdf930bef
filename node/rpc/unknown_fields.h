#ifndef VSX_NODE_RPC_UNKNOWN_FIELDS_H_
#define VSX_NODE_RPC_UNKNOWN_FIELDS_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"

namespace vsx::rpc {

// Refuses a request that holds a field, at any depth, that this version does not know: an agency whose newer software
// says something that the node would pass over must hear of it (protocol §2). INVALID_ARGUMENT, reason UNKNOWN_FIELD,
// with the path of the message that holds it (empty for the request itself).
absl::Status RefuseUnknownFields(const google::protobuf::Message& request);

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_UNKNOWN_FIELDS_H_
