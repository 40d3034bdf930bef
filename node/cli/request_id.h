#ifndef VSX_NODE_CLI_REQUEST_ID_H_
#define VSX_NODE_CLI_REQUEST_ID_H_

#include <CLI/App.hpp>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Calls that a client may repeat without doing the thing twice: each has an id, which whoever repeats gives again.
namespace vsx::cli {

// Declares --request-id. `does`: "registers".
void AddRequestId(CLI::App& command, std::string& request_id, std::string_view does);

// 16 bytes: those of `given`, or new ones where it is empty. Errors: WrongInput.
absl::StatusOr<std::string> RequestId(const std::string& given);

// `failure`; where nobody knows how the call ended, with what is not known and the options that repeat it. "Whether the
// case was stored is not known", "--request-id 00…", "which registers it once at most".
absl::Status WithRepeat(const absl::Status& failure, std::string_view not_known, std::string_view options,
                        std::string_view promise);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_REQUEST_ID_H_
