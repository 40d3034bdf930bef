#ifndef VSX_NODE_CLI_TEXT_LAYOUT_H_
#define VSX_NODE_CLI_TEXT_LAYOUT_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace vsx::cli {

// "2025-01-31 09:05 UTC"; "-" for 0, which stands for "not".
std::string FormatTime(int64_t unix_seconds);
// The same in the computer's own zone, with its name: "2025-01-31 16:05 +07".
std::string FormatLocalTime(int64_t unix_seconds);
// Up to the next minute: of a time before which it is too early.
std::string FormatTimeUp(int64_t unix_seconds);
std::string FormatLocalTimeUp(int64_t unix_seconds);

// Lower-case hexadecimal.
std::string Hex(std::string_view bytes);

// The id that an argument names: 16 bytes from 32 hexadecimal digits. Errors: WrongInput, naming `what`, and which
// command has shown it.
absl::StatusOr<std::string> ParseId(std::string_view what, std::string_view shown_by, std::string_view hex);
absl::StatusOr<std::string> ParseCaseId(std::string_view hex);

// "THA, KHM"; "none" for an empty list.
template <typename List>
std::string JoinOrNone(const List& words) {
  std::string joined;
  for (const auto& word : words) {
    if (!joined.empty()) joined += ", ";
    joined += word;
  }
  return joined.empty() ? "none" : joined;
}

// Removes what could steer a terminal (control characters) from text that another Party or a node wrote.
std::string Printable(std::string_view text);

// Prints rows in columns as wide as their widest cell; the first row is the heading. Cells are made printable.
void PrintTable(std::ostream& out, const std::vector<std::vector<std::string>>& rows);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_TEXT_LAYOUT_H_
