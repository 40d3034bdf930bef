#ifndef VSX_NODE_MAIN_RUN_H_
#define VSX_NODE_MAIN_RUN_H_

#include <string>

namespace vsx::main {

// How the program ends; documented in README.md.
enum ExitCode : int {
  kExitDone = 0,
  kExitUsage = 1,         // command line or configuration
  kExitStartRefused = 2,  // keys, trust documents, certificate, data folder or ports
  kExitStoreFailed = 3,   // the disk failed while running: start again, so that the store is opened anew
};

struct RunOptions {
  std::string config_path;
  std::string port_file;  // empty: none is written
  std::string version;
};

// Says whether a node of this configuration could start, on standard output or standard error. Makes no folder, opens
// no database and no port.
ExitCode CheckConfig(const RunOptions& options);

// Runs the node until a signal ends it.
ExitCode RunNode(const RunOptions& options);

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_RUN_H_
