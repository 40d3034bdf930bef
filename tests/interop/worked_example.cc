#include "tests/interop/worked_example.h"

#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "crypto/encoding.h"

namespace vsx::test {
namespace {

constexpr char kBegin[] = "<!-- blind-check-example:begin -->";
constexpr char kEnd[] = "<!-- blind-check-example:end -->";
constexpr char kIndent[] = "    ";
constexpr char kGap[] = "  ";

}  // namespace

WorkedExample::WorkedExample(const std::string& path) {
  std::ifstream file(path);
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == kBegin) inside = true;
    if (line == kEnd) inside = false;
    if (!inside || !absl::StartsWith(line, kIndent)) continue;
    line.erase(0, sizeof(kIndent) - 1);
    const size_t name_end = line.find(kGap);
    const size_t begin = line.find_first_not_of(' ', name_end);
    if (name_end == std::string::npos || begin == std::string::npos) continue;
    values_[line.substr(0, name_end)] = line.substr(begin, line.find(' ', begin) - begin);
  }
  EXPECT_FALSE(values_.empty()) << path << " has no worked example of a blind check";
}

std::string WorkedExample::Text(const std::string& name) const {
  const auto found = values_.find(name);
  EXPECT_NE(found, values_.end()) << "the worked example has no value '" << name << "'";
  return found == values_.end() ? std::string() : found->second;
}

std::string WorkedExample::Bytes(const std::string& name) const {
  const auto bytes = crypto::FromHex(Text(name));
  EXPECT_TRUE(bytes.ok()) << name << " is not hexadecimal";
  return bytes.ok() ? *bytes : std::string();
}

int WorkedExample::Number(const std::string& name) const {
  int number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(Text(name), &number)) << name << " is no number";
  return number;
}

std::vector<std::string> WorkedExample::List(const std::string& name, size_t count) const {
  std::vector<std::string> list;
  for (size_t i = 0; i < count; ++i) list.push_back(Bytes(absl::StrCat(name, " ", i)));
  return list;
}

}  // namespace vsx::test
