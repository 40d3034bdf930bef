#ifndef VSX_NODE_CLI_NODE_ERROR_H_
#define VSX_NODE_CLI_NODE_ERROR_H_

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"

namespace vsx::cli {

// A failed call as a status that says what happened, with reason and field path of the node (domain/error.h) and the
// exit code: kRefused if the node answered, kNotReachable if no answer came; `node` is the address called.
absl::Status ErrorFromNode(const grpc::Status& status, const std::string& node);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_NODE_ERROR_H_
