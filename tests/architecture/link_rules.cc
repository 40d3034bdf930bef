#include "tests/architecture/link_rules.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tests/architecture/dependency_table.h"
#include "tests/architecture/include_rules.h"

namespace vsx::architecture {
namespace {

struct TargetName {
  std::size_t line;
  std::string_view name;
};

std::string_view WithoutComment(std::string_view line) { return line.substr(0, std::min(line.find('#'), line.size())); }

bool IsTargetCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':' || c == '+' || c == '-';
}

// The words of the form namespace::target, with their lines.
std::vector<TargetName> TargetsNamed(const SourceFile& cmake_lists) {
  std::vector<TargetName> targets;
  std::size_t number = 0;
  for (std::string_view line : Lines(cmake_lists.text)) {
    ++number;
    line = WithoutComment(line);
    while (!line.empty()) {
      const auto end = static_cast<std::size_t>(std::ranges::find_if_not(line, IsTargetCharacter) - line.begin());
      const std::string_view word = line.substr(0, end);
      if (word.find("::") != std::string_view::npos) targets.push_back({number, word});
      line.remove_prefix(std::max<std::size_t>(end, 1));
    }
  }
  return targets;
}

// The part that vsx::<part> or vsx::<part>_<more> (proto_grpc, a helper library of the same folder) names.
const Part* PartOfTarget(std::string_view target) {
  constexpr std::string_view kOurs = "vsx::";
  if (!target.starts_with(kOurs)) return nullptr;
  const std::string_view name = target.substr(kOurs.size());
  return PartNamed(name.substr(0, std::min(name.find('_'), name.size())));
}

std::optional<std::string> CheckTarget(const Part& part, std::string_view target) {
  const Part* other = PartOfTarget(target);
  if (target.starts_with("vsx::") && other == nullptr) {
    return absl::StrCat(std::string(target), " is no part of the house");
  }
  if (other != nullptr && !MayUse(part, other->name)) {
    return absl::StrCat(std::string(part.name), " may not link ", std::string(target));
  }
  for (const Library& library : FencedLibraries()) {
    const bool matches = std::ranges::any_of(library.target_prefixes,
                                             [&](std::string_view prefix) { return target.starts_with(prefix); });
    if (matches && std::ranges::count(library.allowed_parts, part.name) == 0) {
      return absl::StrCat(std::string(part.name), " may not link ", std::string(library.name), " (",
                          std::string(target), ")");
    }
  }
  return std::nullopt;
}

bool IsCMakeListsOfPart(const SourceFile& file) {
  return HasSuffix(file.path, "/CMakeLists.txt") && PartOfPath(file.path) != nullptr;
}

bool StartsWord(std::string_view before) {
  return before.empty() || std::isspace(static_cast<unsigned char>(before.back())) != 0 || before.back() == '(' ||
         before.back() == '"' || before.ends_with("}/");
}

bool EndsWord(std::string_view after) {
  return after.empty() || std::isspace(static_cast<unsigned char>(after.front())) != 0 || after.front() == ')' ||
         after.front() == '"';
}

// True when `name` stands in `text` as a word of its own ("a.cc" does not stand in "data.cc").
bool HasWord(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if (StartsWord(text.substr(0, at)) && EndsWord(text.substr(at + name.size()))) return true;
  }
  return false;
}

// True when `text` names the source, whole or as the word of a loop: foreach(x a b) … ${x}_test.cc names a_test.cc.
bool Lists(std::string_view text, std::string_view source) {
  if (HasWord(text, source)) return true;
  for (std::size_t split = 1; split < source.size(); ++split) {
    const std::string tail = absl::StrCat("}", std::string(source.substr(split)));
    if (text.find(tail) != std::string_view::npos && HasWord(text, source.substr(0, split))) return true;
  }
  return false;
}

std::string TextWithoutComments(const SourceFile& file) {
  std::string text;
  for (const std::string_view line : Lines(file.text)) absl::StrAppend(&text, std::string(WithoutComment(line)), "\n");
  return text;
}

// What stands between each THREADED of a CMakeLists.txt and the next keyword.
std::string ThreadedSources(std::string_view text) {
  constexpr std::string_view kKeyword = "THREADED";
  std::string sources;
  for (std::size_t at = text.find(kKeyword); at != std::string_view::npos; at = text.find(kKeyword, at)) {
    at += kKeyword.size();
    absl::StrAppend(&sources, std::string(text.substr(at, text.find("DEPENDS", at) - at)));
  }
  return sources;
}

bool StartsThreads(std::string_view text) {
  constexpr std::string_view kStarts[] = {"std::thread", "std::jthread", "std::async"};
  return std::ranges::any_of(kStarts, [text](std::string_view start) { return text.find(start) != text.npos; });
}

// The folder of the nearest CMakeLists.txt at or above `path`.
std::string_view OwningFolder(std::string_view path, const std::vector<SourceFile>& files) {
  std::string_view folder = FolderOf(path);
  while (!folder.empty() && std::ranges::find(files, absl::StrCat(std::string(folder), "/CMakeLists.txt"),
                                              &SourceFile::path) == files.end()) {
    folder = FolderOf(folder);
  }
  return folder;
}

}  // namespace

std::vector<Violation> CheckLinks(const SourceFile& cmake_lists) {
  std::vector<Violation> violations;
  if (!IsCMakeListsOfPart(cmake_lists)) return violations;
  const Part& part = *PartOfPath(cmake_lists.path);
  for (const TargetName& target : TargetsNamed(cmake_lists)) {
    if (auto message = CheckTarget(part, target.name)) violations.push_back({cmake_lists.path, target.line, *message});
  }
  return violations;
}

std::vector<Violation> CheckLinksCoverIncludes(const SourceFile& cmake_lists, const std::vector<SourceFile>& files) {
  std::vector<Violation> violations;
  if (!IsCMakeListsOfPart(cmake_lists)) return violations;
  const Part* part = PartOfPath(cmake_lists.path);
  std::vector<std::string_view> linked;
  for (const TargetName& target : TargetsNamed(cmake_lists)) {
    if (const Part* other = PartOfTarget(target.name)) linked.push_back(other->name);
  }
  for (const SourceFile& file : files) {
    if (PartOfPath(file.path) != part) continue;
    for (const std::string_view included : IncludedParts(file)) {
      if (std::ranges::count(linked, included) > 0) continue;
      violations.push_back(
          {cmake_lists.path, 0,
           absl::StrCat("does not list vsx::", std::string(included), ", which ", file.path, " includes")});
      linked.push_back(included);
    }
  }
  return violations;
}

std::vector<Violation> CheckSourcesListed(const SourceFile& cmake_lists, const std::vector<SourceFile>& files) {
  std::vector<Violation> violations;
  if (!HasSuffix(cmake_lists.path, "/CMakeLists.txt")) return violations;
  const std::string_view folder = FolderOf(cmake_lists.path);
  const std::string text = TextWithoutComments(cmake_lists);
  for (const SourceFile& file : files) {
    if (!HasSuffix(file.path, ".cc") || OwningFolder(file.path, files) != folder) continue;
    if (HasSuffix(FolderOf(file.path), "/compile_fail")) continue;
    const std::string_view name = std::string_view(file.path).substr(folder.size() + 1);
    if (!Lists(text, name)) {
      violations.push_back({file.path, 0, absl::StrCat("is not listed in ", cmake_lists.path)});
    }
  }
  return violations;
}

std::vector<Violation> CheckThreadedListed(const SourceFile& cmake_lists, const std::vector<SourceFile>& files) {
  std::vector<Violation> violations;
  if (!HasSuffix(cmake_lists.path, "/CMakeLists.txt")) return violations;
  const std::string threaded = ThreadedSources(TextWithoutComments(cmake_lists));
  if (threaded.empty()) return violations;
  const std::string_view folder = FolderOf(cmake_lists.path);
  for (const SourceFile& file : files) {
    if (!HasSuffix(file.path, "_test.cc") || FolderOf(file.path) != folder) continue;
    const std::string_view name = std::string_view(file.path).substr(folder.size() + 1);
    if (StartsThreads(file.text) && !HasWord(threaded, name)) {
      violations.push_back({file.path, 0, absl::StrCat("starts threads and is not THREADED in ", cmake_lists.path)});
    }
  }
  return violations;
}

}  // namespace vsx::architecture
