#ifndef VSX_NODE_MAIN_KEY_ERROR_H_
#define VSX_NODE_MAIN_KEY_ERROR_H_

#include <string_view>

#include "absl/status/status.h"

namespace vsx::main {

// The error of a start, after the key of the configuration that it comes from: "tls.key: <message>".
absl::Status AtKey(std::string_view key, const absl::Status& status);

// A refusal to start, FAILED_PRECONDITION, in the same form.
absl::Status RefuseKey(std::string_view key, std::string_view message);

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_KEY_ERROR_H_
