#ifndef VSX_NODE_MAIN_DATA_FOLDER_H_
#define VSX_NODE_MAIN_DATA_FOLDER_H_

#include <string>

#include "absl/status/status.h"

namespace vsx::main {

// Looks whether the node may keep its data in `path`, and changes nothing: a folder of its owner alone that it can
// write in, or one that could be made. FAILED_PRECONDITION with the fix otherwise.
absl::Status CheckDataFolder(const std::string& path);

// The same; makes the folder, mode 0700, where there is none.
absl::Status MakeDataFolder(const std::string& path);

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_DATA_FOLDER_H_
