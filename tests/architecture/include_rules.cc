#include "tests/architecture/include_rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/architecture/dependency_table.h"

namespace vsx::architecture {
namespace {

struct Include {
  std::size_t line;
  std::string_view path;
  bool quoted;
};

std::string_view Strip(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

// The header that a line such as `#  include <a/b.h>` or `import public "a.proto";` names.
std::optional<Include> ParseInclude(std::string_view line, std::size_t number) {
  std::string_view rest = Strip(line);
  if (rest.starts_with("#")) {
    rest = Strip(rest.substr(1));
    if (!rest.starts_with("include")) return std::nullopt;
  } else if (!rest.starts_with("import ")) {
    return std::nullopt;
  }
  const std::size_t open = rest.find_first_of("<\"");
  if (open == std::string_view::npos) return std::nullopt;
  const std::size_t close = rest.find(rest[open] == '<' ? '>' : '"', open + 1);
  if (close == std::string_view::npos) return std::nullopt;
  return Include{number, rest.substr(open + 1, close - open - 1), rest[open] == '"'};
}

std::vector<Include> IncludesOf(const SourceFile& file) {
  std::vector<Include> includes;
  std::size_t number = 0;
  for (const std::string_view line : Lines(file.text)) {
    if (const auto include = ParseInclude(line, ++number)) includes.push_back(*include);
  }
  return includes;
}

bool IsGenerated(std::string_view path) { return path.starts_with("vsx/v1/"); }

// The part that an included path belongs to; null when it is none of ours.
const Part* PartOfInclude(std::string_view path) { return IsGenerated(path) ? PartNamed("proto") : PartOfPath(path); }

std::optional<std::string> FenceBroken(const Part& part, std::string_view path) {
  const bool stubs = HasSuffix(path, ".grpc.pb.h");
  for (const Library& library : FencedLibraries()) {
    const bool matches = std::ranges::any_of(library.header_prefixes,
                                             [&](std::string_view prefix) { return path.starts_with(prefix); }) ||
                         (stubs && library.name == "gRPC");
    if (matches && std::ranges::count(library.allowed_parts, part.name) == 0) {
      return absl::StrCat(std::string(part.name), " may not use ", std::string(library.name), " (", std::string(path),
                          ")");
    }
  }
  return std::nullopt;
}

std::optional<std::string> CheckInclude(const Part& part, const Include& include) {
  if (const Part* other = PartOfInclude(include.path); other != nullptr && !MayUse(part, other->name)) {
    return absl::StrCat(std::string(part.name), " may not include ", std::string(other->name), " (",
                        std::string(include.path), ")");
  }
  if (auto fence = FenceBroken(part, include.path)) return fence;
  if (include.path.starts_with("tests/")) return "a test header is not for the product";
  if (include.path.find("..") != std::string_view::npos) return "includes are written from the repository's root";
  if (include.quoted && include.path.find('/') == std::string_view::npos) {
    return "a header of ours is included by its path from the repository's root";
  }
  return std::nullopt;
}

}  // namespace

std::vector<Violation> CheckIncludes(const SourceFile& file) {
  std::vector<Violation> violations;
  const Part* part = PartOfPath(file.path);
  if (part == nullptr || !(IsCpp(file.path) || HasSuffix(file.path, ".proto"))) return violations;
  for (const Include& include : IncludesOf(file)) {
    if (auto message = CheckInclude(*part, include)) violations.push_back({file.path, include.line, *message});
  }
  return violations;
}

std::vector<std::string_view> IncludedPaths(const SourceFile& file) {
  std::vector<std::string_view> paths;
  for (const Include& include : IncludesOf(file)) paths.push_back(include.path);
  return paths;
}

std::vector<std::string_view> IncludedParts(const SourceFile& file) {
  std::vector<std::string_view> parts;
  const Part* self = PartOfPath(file.path);
  if (!IsCpp(file.path)) return parts;
  for (const Include& include : IncludesOf(file)) {
    const Part* part = PartOfInclude(include.path);
    if (part != nullptr && part != self && std::ranges::count(parts, part->name) == 0) parts.push_back(part->name);
  }
  return parts;
}

}  // namespace vsx::architecture
