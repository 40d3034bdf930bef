#ifndef VSX_NODE_CLI_CASE_COMMANDS_H_
#define VSX_NODE_CLI_CASE_COMMANDS_H_

#include <string>

#include "node/cli/command.h"

// What the commands of `vsx case` share.
namespace vsx::cli {

// upgrade, revoke, code.
void AddCaseChangeCommands(CLI::App& area, CommandContext& context);
// looked.
void AddCaseLookedCommand(CLI::App& area, CommandContext& context);

struct CaseArguments {
  std::string case_id;
};

// Declares the case id as the command's first argument.
void DeclareCase(CLI::App& command, CaseArguments& arguments);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_CASE_COMMANDS_H_
