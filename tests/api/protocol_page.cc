#include "tests/api/protocol_page.h"

#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace vsx::api {

std::vector<std::vector<std::string>> ReadTable(std::string_view name) {
  std::ifstream page(std::string(VSX_SOURCE_DIR) + "/proto/README.md");
  const std::string begin = absl::StrCat("<!-- ", std::string(name), ":begin -->");
  const std::string end = absl::StrCat("<!-- ", std::string(name), ":end -->");
  std::string line;
  while (std::getline(page, line) && line != begin) {
  }
  std::vector<std::vector<std::string>> rows;
  while (std::getline(page, line) && line != end) {
    std::vector<std::string> cells = absl::StrSplit(line, '|');
    if (cells.size() < 3) continue;
    cells.erase(cells.begin());
    cells.pop_back();
    for (std::string& cell : cells) absl::StripAsciiWhitespace(&cell);
    rows.push_back(cells);
  }
  EXPECT_EQ(line, end) << "proto/README.md has no table " << name;
  EXPECT_GT(rows.size(), 2U) << name;
  if (rows.size() > 2) rows.erase(rows.begin(), rows.begin() + 2);
  return rows;
}

std::vector<std::string> WordsOf(std::string_view cell) {
  return absl::StrSplit(absl::StrReplaceAll(absl::string_view(cell.data(), cell.size()), {{"`", ""}, {" ", ""}}), ',');
}

}  // namespace vsx::api
