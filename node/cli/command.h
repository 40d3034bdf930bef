#ifndef VSX_NODE_CLI_COMMAND_H_
#define VSX_NODE_CLI_COMMAND_H_

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "node/cli/exit_code.h"
#include "node/cli/global_options.h"
#include "node/cli/terminal.h"

namespace vsx::cli {

// What a command works with. `now` is the time in unix seconds, and `wait_until` returns at such a time; arguments so
// that tests can set them.
struct CommandContext {
  Terminal& terminal;
  std::function<int64_t()> now;
  std::function<void(int64_t)> wait_until;
  GlobalOptions options;
  // The command that was chosen; run after the whole command line was understood.
  std::function<absl::StatusOr<ExitCode>()> action;
};

// Adds the command `name` under `parent`; `example` is shown by its --help. `Arguments` holds what its options are read
// into. `run(context, arguments)` returns StatusOr<ExitCode>.
template <typename Arguments, typename Declare, typename Run>
CLI::App* AddCommand(CLI::App& parent, CommandContext& context, const std::string& name, const std::string& description,
                     const std::string& example, Declare declare, Run run) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer("Example:\n  " + example);
  auto arguments = std::make_shared<Arguments>();
  declare(*command, *arguments);
  command->callback(
      [&context, arguments, run] { context.action = [&context, arguments, run] { return run(context, *arguments); }; });
  return command;
}

// Adds the area `name`, under which commands stand.
inline CLI::App* AddArea(CLI::App& app, const std::string& name, const std::string& description,
                         const std::string& example) {
  CLI::App* area = app.add_subcommand(name, description);
  area->require_subcommand(1);
  area->footer("Example:\n  " + example);
  return area;
}

// One per area; each stands in the file named for it.
void AddKeysCommands(CLI::App& app, CommandContext& context);
void AddFederationCommands(CLI::App& app, CommandContext& context);
void AddCaseCommands(CLI::App& app, CommandContext& context);
void AddConsentCommands(CLI::App& app, CommandContext& context);
void AddCheckCommand(CLI::App& app, CommandContext& context);
void AddScreenCommands(CLI::App& app, CommandContext& context);
void AddReceiptCommands(CLI::App& app, CommandContext& context);
void AddExchangeCommands(CLI::App& app, CommandContext& context);
void AddNodeCommands(CLI::App& app, CommandContext& context);
void AddAuditCommands(CLI::App& app, CommandContext& context);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_COMMAND_H_
