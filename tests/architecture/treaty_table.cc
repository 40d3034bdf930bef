#include "tests/architecture/treaty_table.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace vsx::architecture {
namespace {

constexpr std::string_view kTreatyPage = "tests/treaty/README.md";
constexpr std::string_view kBlindCheckPage = "tests/blind-check.md";
constexpr std::string_view kDemoStory = "deploy/demo/story.sh";
constexpr std::string_view kDemoStep = "demo: ";
constexpr int kDemands = 106;

struct DemandState {
  std::string_view word;
  bool is_shown;  // by at least one test; otherwise by none
};

constexpr DemandState kDemandStates[] = {
    {"works", true}, {"partly", true}, {"not there yet", false}, {"no matter for software", false}};

struct DemandRow {
  std::size_t line;
  int number;
  std::string_view demand;
  std::string_view today;
  std::string_view tests;
};

std::optional<int> NumberOf(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "a|b" is two pieces, and "" one.
std::vector<std::string_view> SplitAt(char separator, std::string_view text) {
  std::vector<std::string_view> pieces;
  for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
    pieces.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  pieces.push_back(text);
  return pieces;
}

std::string_view WithoutSpaces(std::string_view cell) {
  const std::size_t begin = cell.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return cell.substr(begin, cell.find_last_not_of(' ') - begin + 1);
}

// `| 7 | what | today | tests |`; nothing for any other line.
std::optional<DemandRow> RowOf(std::string_view line, std::size_t number_of_line) {
  std::vector<std::string_view> cells = SplitAt('|', line);
  std::ranges::transform(cells, cells.begin(), WithoutSpaces);
  if (cells.size() < 3 || !cells.front().empty()) return std::nullopt;
  const std::optional<int> number = NumberOf(cells[1]);
  if (!number) return std::nullopt;
  cells.resize(5);
  return DemandRow{number_of_line, *number, cells[2], cells[3], cells[4]};
}

// "partly: what is missing" begins with a state's word.
const DemandState* StateOf(std::string_view today) {
  for (const DemandState& state : kDemandStates) {
    if (today == state.word || today.starts_with(std::string(state.word) + ": ")) return &state;
  }
  return nullptr;
}

bool IsWordPart(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The word that `text` begins with, after any white space; `text` goes on behind it.
std::string_view TakeWord(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
  const auto end = std::ranges::find_if_not(text, IsWordPart);
  const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(word.size());
  return word;
}

// Every `Suite.Test` that a file declares at the beginning of a line.
void AddDeclaredTests(std::string_view text, std::set<std::string>& tests) {
  constexpr std::string_view kMacros[] = {"TEST", "TEST_F", "TEST_P", "TYPED_TEST", "TYPED_TEST_P"};
  while (!text.empty()) {
    std::string_view rest = text;
    const std::string_view macro = TakeWord(rest);
    if (macro.data() == text.data() && std::ranges::count(kMacros, macro) > 0 && rest.starts_with('(')) {
      rest.remove_prefix(1);
      std::string test(TakeWord(rest));
      rest.remove_prefix(std::min<std::size_t>(rest.size(), 1));  // the comma
      tests.insert(test.append(".").append(TakeWord(rest)));
    }
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
}

// What stands between backticks, and whether anything but commas stands between them.
struct NamedTests {
  std::vector<std::string> names;
  bool well_formed = true;
};

NamedTests NamesIn(std::string_view cell) {
  NamedTests named;
  const std::vector<std::string_view> pieces = SplitAt('`', cell);
  named.well_formed = pieces.size() % 2 == 1;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i % 2 == 1) {
      named.names.emplace_back(pieces[i]);
    } else {
      const bool at_an_end = i == 0 || i + 1 == pieces.size();
      named.well_formed = named.well_formed && pieces[i] == (at_an_end ? "" : ", ");
    }
  }
  return named;
}

// The demand that a test is named for: 42 for `Suite.Demand42_WhatItShows`.
std::optional<int> DemandNamedBy(std::string_view test) {
  constexpr std::string_view kBeginning = ".Demand";
  const std::size_t at = test.find(kBeginning);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = test.substr(at + kBeginning.size());
  return NumberOf(rest.substr(0, rest.find('_')));
}

// What a page may name as showing something.
class ShowingFiles {
 public:
  explicit ShowingFiles(const std::vector<SourceFile>& files) {
    for (const SourceFile& file : files) {
      if (file.path == kDemoStory) story_ = file.text;
      if (file.path.starts_with("tests/") && file.path.ends_with(".cc")) AddDeclaredTests(file.text, tests_);
    }
  }

  const std::set<std::string>& tests() const { return tests_; }
  // `Suite.Test`, or `demo: step`.
  bool Has(std::string_view name) const {
    if (!name.starts_with(kDemoStep)) return tests_.contains(std::string(name));
    const std::string step(name.substr(kDemoStep.size()));
    return story_.find("note \"" + step + "\" ") != std::string_view::npos;
  }

 private:
  std::string_view story_;
  std::set<std::string> tests_;
};

class TreatyCheck {
 public:
  explicit TreatyCheck(const std::vector<SourceFile>& files) : there_(files) {
    for (const SourceFile& file : files) {
      if (file.path == kTreatyPage) page_ = &file;
    }
  }

  std::vector<Violation> Run() {
    if (page_ == nullptr) return {{std::string(kTreatyPage), 0, "is missing"}};
    std::size_t line = 0;
    for (const std::string_view text : Lines(page_->text)) {
      if (const std::optional<DemandRow> row = RowOf(text, ++line)) CheckRow(*row);
    }
    for (int number = 1; number <= kDemands; ++number) {
      if (!seen_.contains(number)) Add(0, absl::StrCat("demand ", number, " has no row"));
    }
    for (const std::string& test : there_.tests()) {
      const std::optional<int> number = DemandNamedBy(test);
      if (number && !named_.contains({*number, test})) {
        Add(0, absl::StrCat(test, " does not stand in the row of its demand"));
      }
    }
    return std::move(violations_);
  }

 private:
  void Add(std::size_t line, std::string message) {
    violations_.push_back({std::string(kTreatyPage), line, std::move(message)});
  }

  void CheckRow(const DemandRow& row) {
    if (row.number < 1 || row.number > kDemands) Add(row.line, absl::StrCat("there is no demand ", row.number));
    if (!seen_.empty() && row.number < *seen_.rbegin()) Add(row.line, absl::StrCat(row.number, " is out of order"));
    if (!seen_.insert(row.number).second) Add(row.line, absl::StrCat("demand ", row.number, " has a row already"));
    if (row.demand.empty()) Add(row.line, "does not say what is demanded");

    const NamedTests named = NamesIn(row.tests);
    if (!named.well_formed) Add(row.line, "names tests otherwise than as `Suite.Test`, `demo: step`");
    for (const std::string& name : named.names) {
      named_.insert({row.number, name});
      if (!there_.Has(name)) Add(row.line, absl::StrCat(name, " is no test and no step of the demo"));
    }
    const DemandState* state = StateOf(row.today);
    if (state == nullptr) {
      Add(row.line, "begins with none of: works, partly, not there yet, no matter for software");
    } else if (state->is_shown == named.names.empty()) {
      Add(row.line,
          absl::StrCat(std::string(state->word), state->is_shown ? ", and names no test" : ", and names one"));
    }
  }

  const SourceFile* page_ = nullptr;
  const ShowingFiles there_;
  std::set<int> seen_;
  std::set<std::pair<int, std::string>> named_;
  std::vector<Violation> violations_;
};

}  // namespace

std::vector<Violation> CheckBlindCheckPage(const std::vector<SourceFile>& files) {
  const SourceFile* page = nullptr;
  const ShowingFiles there(files);
  for (const SourceFile& file : files) {
    if (file.path == kBlindCheckPage) page = &file;
  }
  if (page == nullptr) return {{std::string(kBlindCheckPage), 0, "is missing"}};
  std::vector<Violation> violations;
  std::size_t line = 0;
  for (const std::string_view text : Lines(page->text)) {
    ++line;
    if (!text.starts_with("| ") || text.starts_with("| point")) continue;
    const std::vector<std::string_view> pieces = SplitAt('`', text);
    if (pieces.size() < 3) violations.push_back({page->path, line, "names nothing that shows it"});
    for (std::size_t i = 1; i < pieces.size(); i += 2) {
      const bool is_command = pieces[i].starts_with("build/") || pieces[i].starts_with("ctest ");
      if (is_command || there.Has(pieces[i])) continue;
      violations.push_back(
          {page->path, line, absl::StrCat(std::string(pieces[i]), " is no test and no step of the demo")});
    }
  }
  return violations;
}

std::vector<Violation> CheckTreatyTable(const std::vector<SourceFile>& files) { return TreatyCheck(files).Run(); }

}  // namespace vsx::architecture
