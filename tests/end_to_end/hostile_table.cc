#include "tests/end_to_end/hostile_table.h"

#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace vsx::test {
namespace {

// `| a | b |` gives a, b.
std::vector<std::string> CellsOf(const std::string& line) {
  std::vector<std::string> cells = absl::StrSplit(line, '|');
  if (cells.size() < 2) return {};
  cells.erase(cells.begin());
  cells.pop_back();
  for (std::string& cell : cells) absl::StripAsciiWhitespace(&cell);
  return cells;
}

}  // namespace

std::vector<HostileRow> ReadHostileTable(const std::string& path) {
  std::ifstream file(path);
  std::vector<HostileRow> rows;
  std::string line;
  bool inside = false;
  bool ended = false;
  while (std::getline(file, line)) {
    if (line == "<!-- hostile-table:begin -->") inside = true;
    if (line == "<!-- hostile-table:end -->") ended = inside;
    if (!inside || ended || line.empty() || line[0] != '|') continue;
    const std::vector<std::string> cells = CellsOf(line);
    EXPECT_EQ(cells.size(), 6U) << line;
    if (cells.size() != 6 || cells[0] == "id" || cells[0].starts_with("---")) continue;
    rows.push_back({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]});
  }
  EXPECT_TRUE(ended) << path << " has no table of hostile input";
  return rows;
}

}  // namespace vsx::test
