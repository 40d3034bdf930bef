#ifndef VSX_NODE_CLI_SCREENING_STREAM_H_
#define VSX_NODE_CLI_SCREENING_STREAM_H_

#include <functional>

#include "absl/status/status.h"
#include "node/cli/node_connection.h"
#include "node/cli/screening_input.h"
#include "node/cli/screening_results.h"
#include "vsx/v1/screening.pb.h"

namespace vsx::cli {

// Asks the node about the rows of `input` that are open in `results`, in one stream, and adds the answers as they come;
// `progress` is called after each. OK once the node has answered every row sent. Whatever else ends it, what was
// answered stands, and the rest is open still. Errors: as ErrorFromNode; those of `input` and `results`.
absl::Status StreamRows(const NodeConnection& connection, const v1::ScreeningOpening& opening, ScreeningInput& input,
                        ScreeningResults& results, const std::function<void()>& progress);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_SCREENING_STREAM_H_
