#ifndef VSX_NODE_MAIN_PORT_FILE_H_
#define VSX_NODE_MAIN_PORT_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace vsx::main {

// Writes `{"agency":…,"peer":…,"pid":…}` for whoever started the node with port 0: whole, or not at all. UNAVAILABLE if
// it cannot be written.
absl::Status WritePortFile(const std::string& path, int agency_port, int peer_port);

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_PORT_FILE_H_
