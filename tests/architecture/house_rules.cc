#include "tests/architecture/house_rules.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/architecture/dependency_table.h"

namespace vsx::architecture {
namespace {

struct Ban {
  std::string_view word;
  std::string_view reason;
};

constexpr Ban kBannedInCode[] = {
    {"throw", "exceptions do not cross our components: return absl::Status"},
    {"absl::Mutex", "TSan misreads the packaged absl::Mutex: use std::mutex"},
    {"absl::MutexLock", "TSan misreads the packaged absl::Mutex: use std::mutex"},
    {"sleep_for", "wait for an event with a deadline, or bend the clock: nothing sleeps"},
    {"sleep_until", "wait for an event with a deadline, or bend the clock: nothing sleeps"},
    {"usleep", "wait for an event with a deadline, or bend the clock: nothing sleeps"},
    {"nanosleep", "wait for an event with a deadline, or bend the clock: nothing sleeps"},
    {"GTEST_SKIP", "a test that does not run shows nothing"},
};

// Split, so that this file passes its own rule.
constexpr Ban kBannedInText[] = {
    {"TO"
     "DO",
     "unfinished work is done or is an issue, not a comment"},
    {"FIX"
     "ME",
     "unfinished work is done or is an issue, not a comment"},
};

bool IsWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool ContainsWord(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t after = at + word.size();
    if ((at == 0 || !IsWordCharacter(text[at - 1])) && (after == text.size() || !IsWordCharacter(text[after])))
      return true;
  }
  return false;
}

template <std::size_t n>
void FindBanned(const SourceFile& file, std::string_view text, const Ban (&bans)[n],
                std::vector<Violation>& violations) {
  std::size_t number = 0;
  for (const std::string_view line : Lines(text)) {
    ++number;
    for (const Ban& ban : bans) {
      if (!ContainsWord(line, ban.word)) continue;
      violations.push_back({file.path, number, absl::StrCat(std::string(ban.word), ": ", std::string(ban.reason))});
    }
  }
}

// A switched-off GoogleTest: TEST(Suite, DISABLED_Name).
void FindDisabledTests(const SourceFile& file, std::string_view code, std::vector<Violation>& violations) {
  std::size_t number = 0;
  for (const std::string_view line : Lines(code)) {
    ++number;
    if (line.find("DISABLED_") == std::string_view::npos) continue;
    violations.push_back({file.path, number, "DISABLED_: a test that does not run shows nothing"});
  }
}

// The folder whose README.md speaks for `path`: a part of the house, or a first-level folder of tests/ that does not
// mirror a part; empty where none is asked for.
std::string DescribedFolder(std::string_view path) {
  if (const Part* part = PartOfPath(path)) return std::string(part->folder);
  if (!path.starts_with("tests/")) return std::string(path.substr(0, path.find('/')));
  const std::string_view rest = path.substr(std::string_view("tests/").size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos || PartNamed(rest.substr(0, slash)) != nullptr) return "tests";
  return absl::StrCat("tests/", std::string(rest.substr(0, slash)));
}

}  // namespace

std::string GuardFor(std::string_view path) {
  std::string guard = "VSX_";
  for (const char c : path) {
    guard.push_back(std::isalnum(static_cast<unsigned char>(c)) != 0
                        ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
                        : '_');
  }
  return guard + "_";
}

std::vector<Violation> CheckHeaderGuard(const SourceFile& file) {
  if (!HasSuffix(file.path, ".h")) return {};
  const std::string guard = GuardFor(file.path);
  std::vector<std::string_view> directives;
  for (const std::string_view line : Lines(file.text)) {
    if (line.starts_with("#")) directives.push_back(line);
    if (directives.size() == 2) break;
  }
  if (directives.size() == 2 && directives[0] == absl::StrCat("#ifndef ", guard) &&
      directives[1] == absl::StrCat("#define ", guard)) {
    return {};
  }
  return {{file.path, 1, absl::StrCat("opens with the guard ", guard)}};
}

std::vector<Violation> CheckBannedCode(const SourceFile& file) {
  std::vector<Violation> violations;
  if (!IsCpp(file.path)) return violations;
  const std::string code = CodeOnly(file.text);
  FindBanned(file, code, kBannedInCode, violations);
  FindDisabledTests(file, code, violations);
  FindBanned(file, file.text, kBannedInText, violations);
  return violations;
}

std::vector<Violation> CheckReadmes(const std::vector<SourceFile>& files) {
  std::set<std::string> folders;
  for (const SourceFile& file : files) folders.insert(DescribedFolder(file.path));
  std::vector<Violation> violations;
  for (const std::string& folder : folders) {
    const std::string readme = absl::StrCat(folder, "/README.md");
    if (std::ranges::find(files, readme, &SourceFile::path) == files.end()) {
      violations.push_back(
          {readme, 0, "is missing: purpose, what the folder may depend on, in which order to read it"});
    }
  }
  return violations;
}

}  // namespace vsx::architecture
