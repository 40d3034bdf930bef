#include "tests/architecture/refusal_reasons.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"

namespace vsx::architecture {
namespace {

constexpr std::string_view kPage = "proto/README.md";
constexpr std::string_view kHeading = "| reason | status | when |";

// The codes in the first cells of the table below the heading, with their lines.
std::map<std::string, std::size_t> ReasonsOfThePage(std::string_view text) {
  static const std::regex kCode("`([A-Z][A-Z0-9_]*)`");
  std::map<std::string, std::size_t> reasons;
  std::size_t number = 0;
  bool inside = false;
  for (const std::string_view line : Lines(text)) {
    ++number;
    inside = line == kHeading || (inside && line.starts_with("|"));
    if (!inside) continue;
    const std::string cell(line.substr(0, line.find('|', 1)));
    for (std::sregex_iterator found(cell.begin(), cell.end(), kCode), end; found != end; ++found) {
      reasons.emplace((*found)[1], number);
    }
  }
  return reasons;
}

bool GivesReasons(std::string_view path) {
  return path.starts_with("node/") && !path.starts_with("node/cli/") && IsCpp(path);
}

std::size_t LineAt(std::string_view text, std::size_t position) {
  return 1 +
         static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

}  // namespace

std::vector<Violation> CheckRefusalReasons(const std::vector<SourceFile>& files) {
  static const std::regex kRefusal(
      R"re(\b(?:Error\(\s*absl::StatusCode::\w+,|InvalidField\(|Precondition\(|Refused\()\s*"([A-Z][A-Z0-9_]*)")re");
  static const std::regex kLiteral(R"re("([A-Z][A-Z0-9_]*)")re");
  std::map<std::string, std::size_t> listed;
  for (const SourceFile& file : files) {
    if (file.path == kPage) listed = ReasonsOfThePage(file.text);
  }
  if (listed.empty()) return {{std::string(kPage), 0, absl::StrCat("has no table ", std::string(kHeading))}};

  std::vector<Violation> violations;
  std::set<std::string> literals;
  for (const SourceFile& file : files) {
    if (!GivesReasons(file.path)) continue;
    const std::string& text = file.text;
    for (std::sregex_iterator found(text.begin(), text.end(), kLiteral), end; found != end; ++found) {
      literals.insert((*found)[1]);
    }
    for (std::sregex_iterator found(text.begin(), text.end(), kRefusal), end; found != end; ++found) {
      if (listed.contains((*found)[1])) continue;
      violations.push_back({file.path, LineAt(text, static_cast<std::size_t>(found->position())),
                            absl::StrCat((*found)[1].str(), " has no row among the reasons of ", std::string(kPage))});
    }
  }
  for (const auto& [reason, line] : listed) {
    if (literals.contains(reason)) continue;
    violations.push_back({std::string(kPage), line, absl::StrCat(reason, " stands nowhere in the node's code")});
  }
  return violations;
}

}  // namespace vsx::architecture
