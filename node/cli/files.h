#ifndef VSX_NODE_CLI_FILES_H_
#define VSX_NODE_CLI_FILES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/cli/terminal.h"

namespace vsx::cli {

// The whole file, at most 16 MiB. Errors: WrongInput, naming the path.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The same, where "-" is the terminal's input.
absl::StatusOr<std::string> ReadFileOrInput(const std::string& path, Terminal& terminal);

// Puts `bytes` at `path` wholly or not at all, synced, with mode 0600: a file that is there is replaced only if
// `replace`. Errors: WrongInput, naming the path.
absl::Status WriteFile(const std::string& path, std::string_view bytes, bool replace);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_FILES_H_
