#ifndef VSX_NODE_CLI_CHECK_PRINTING_H_
#define VSX_NODE_CLI_CHECK_PRINTING_H_

#include "node/cli/terminal.h"
#include "vsx/v1/status.pb.h"

namespace vsx::cli {

// What the officer reads of an answer, on out(): first whether to stop, then whom to call and what to do.
void PrintCheckAnswer(const v1::CheckStatusResponse& response, Terminal& terminal);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_CHECK_PRINTING_H_
