#include "tests/architecture/treaty_fields.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "absl/strings/str_cat.h"

namespace vsx::architecture {
namespace {

// `repeated string names = 1;` has a type before its name; a value of an enum has none.
std::optional<std::string> FieldNameOf(std::string_view line) {
  const std::size_t equals = line.find(" = ");
  if (equals == std::string_view::npos) return std::nullopt;
  const std::string_view number = line.substr(equals + 3);
  if (number.empty() || std::isdigit(static_cast<unsigned char>(number.front())) == 0) return std::nullopt;
  std::string_view before = line.substr(0, equals);
  before.remove_prefix(std::min(before.find_first_not_of(' '), before.size()));
  const std::size_t space = before.rfind(' ');
  if (space == std::string_view::npos || before.starts_with("option ")) return std::nullopt;
  return std::string(before.substr(space + 1));
}

bool Says(std::string_view field, const std::vector<std::string_view>& beginnings) {
  return std::ranges::any_of(beginnings, [&](std::string_view beginning) {
    return field.starts_with(beginning) || field.find("_" + std::string(beginning)) != std::string_view::npos;
  });
}

}  // namespace

std::vector<std::string> FieldNames(const SourceFile& file) {
  std::vector<std::string> names;
  const std::string code = CodeOnly(file.text);
  for (const std::string_view line : Lines(code)) {
    if (std::optional<std::string> name = FieldNameOf(line)) names.push_back(*std::move(name));
  }
  return names;
}

std::vector<Violation> CheckNoFieldSays(const std::vector<SourceFile>& files,
                                        const std::vector<std::string_view>& beginnings) {
  std::vector<Violation> violations;
  for (const SourceFile& file : files) {
    if (!HasSuffix(file.path, ".proto")) continue;
    for (const std::string& name : FieldNames(file)) {
      if (Says(name, beginnings)) violations.push_back({file.path, 0, absl::StrCat("has a field ", name)});
    }
  }
  return violations;
}

}  // namespace vsx::architecture
