#include "tests/architecture/named_tests.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace vsx::architecture {
namespace {

constexpr std::string_view kTests = "tests/";

bool IsPathPart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '/' || c == '.';
}

// Every path in the line that starts with tests/, without the full stop or slash that ends it. Such as
// build/release/tests/… is another's.
std::vector<std::string> PathsIn(std::string_view line) {
  std::vector<std::string> paths;
  for (std::size_t at = line.find(kTests); at != std::string_view::npos; at = line.find(kTests, at + 1)) {
    // "./tests/" and "../tests/" are seen from elsewhere, "mytests/" is something else.
    if (at > 0 && IsPathPart(line[at - 1])) continue;
    std::string_view path = line.substr(at);
    path = path.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(path, IsPathPart) - path.begin()));
    while (path.ends_with('.') || path.ends_with('/')) path.remove_suffix(1);
    paths.emplace_back(path);
  }
  return paths;
}

}  // namespace

std::vector<Violation> CheckNamedTests(const std::vector<SourceFile>& files,
                                       const std::function<bool(const std::string&)>& exists) {
  std::vector<Violation> violations;
  for (const SourceFile& file : files) {
    if (!HasSuffix(file.path, ".md") && !HasSuffix(file.path, ".h")) continue;
    std::size_t number = 0;
    for (const std::string_view line : Lines(file.text)) {
      ++number;
      for (const std::string& path : PathsIn(line)) {
        if (exists(path) || exists(path + ".cc") || exists(path + ".h")) continue;
        violations.push_back({file.path, number, absl::StrCat(path, " is named here and is not there")});
      }
    }
  }
  return violations;
}

}  // namespace vsx::architecture
