#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>

#include "node/main/process.h"
#include "node/main/run.h"
#include "node/rpc/tls.h"

// vsx-node: the daemon.
int main(int argc, char** argv) {
  vsx::main::PrepareProcess();
  vsx::rpc::ForceTls13();  // before gRPC's first use

  CLI::App app("vsx-node: one Member State's node of the victim-status exchange", "vsx-node");
  vsx::main::RunOptions options;
  options.version = VSX_VERSION;
  bool check_only = false;
  app.add_option("--config", options.config_path, "the node's configuration (TOML)")->type_name("FILE")->required();
  app.add_flag("--check-config", check_only, "say whether a node of this configuration could start, then end");
  app.add_option("--port-file", options.port_file, "write the ports listened on to this file, as JSON")
      ->type_name("FILE");
  app.set_version_flag("--version", "vsx-node " + options.version);
  app.footer(
      "Examples:\n"
      "  vsx-node --config /etc/vsx/node.toml --check-config\n"
      "  vsx-node --config /etc/vsx/node.toml\n\n"
      "Signals: SIGTERM or SIGINT ends the node after running calls, SIGHUP reads the deny list again.\n"
      "Exit codes: 0 done, 1 wrong command line or configuration, 2 start refused, 3 the store failed: start again.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? vsx::main::kExitDone : vsx::main::kExitUsage;
  }
  return check_only ? vsx::main::CheckConfig(options) : vsx::main::RunNode(options);
}
