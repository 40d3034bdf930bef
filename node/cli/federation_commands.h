#ifndef VSX_NODE_CLI_FEDERATION_COMMANDS_H_
#define VSX_NODE_CLI_FEDERATION_COMMANDS_H_

#include <string>
#include <vector>

#include "node/cli/command.h"

// The parts of `vsx federation` that stand in files of their own, and what they share.
namespace vsx::cli {

void AddRecordCommand(CLI::App& area, CommandContext& context);
void AddManifestCommands(CLI::App& area, CommandContext& context);

inline constexpr int64_t kDaySeconds = 86400;

// The parts between separators, without spaces at their ends.
std::vector<std::string> SplitList(const std::string& text, char separator);

// Says where a document was written (`what` and the path) and the SHA-256 of its payload, by which it is pinned.
void SayPin(CommandContext& context, const std::string& path, const std::string& sha256, const std::string& what);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_FEDERATION_COMMANDS_H_
