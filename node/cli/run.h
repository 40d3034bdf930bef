#ifndef VSX_NODE_CLI_RUN_H_
#define VSX_NODE_CLI_RUN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "node/cli/terminal.h"

namespace vsx::cli {

// The whole program: understands `arguments` (without the program's name), runs the command, prints its result or error
// on `terminal`, and returns the exit code (exit_code.h). An argument that was not understood is never printed: it may
// be a person's number.
// `now` and `wait_until`: as of CommandContext.
int Run(std::vector<std::string> arguments, Terminal& terminal, std::function<int64_t()> now,
        std::function<void(int64_t)> wait_until);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_RUN_H_
