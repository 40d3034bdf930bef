#include "node/cli/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>

namespace vsx::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Records = std::vector<std::vector<std::string>>;

absl::StatusOr<Records> ReadAll(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(in);
  Records records;
  while (true) {
    auto record = reader.Next();
    if (!record.ok()) return record.status();
    if (!record->has_value()) return records;
    records.push_back(**std::move(record));
  }
}

TEST(CsvReaderTest, RecordsOfTheSpecification) {
  EXPECT_EQ(*ReadAll("aaa,bbb\r\nccc,ddd\r\n"), (Records{{"aaa", "bbb"}, {"ccc", "ddd"}}));
  EXPECT_EQ(*ReadAll("aaa,bbb\nccc,ddd"), (Records{{"aaa", "bbb"}, {"ccc", "ddd"}})) << "LF, and none at the end";
  EXPECT_EQ(*ReadAll("\"a\"\"a\",\"b,\r\nb\",\r\n"), (Records{{"a\"a", "b,\r\nb", ""}}));
  EXPECT_EQ(*ReadAll("\xEF\xBB\xBF"
                     "a,b\r\n"),
            (Records{{"a", "b"}}));
  EXPECT_EQ(*ReadAll("a\r\n\r\n\nb\r\n"), (Records{{"a"}, {"b"}})) << "empty lines are no records";
  EXPECT_EQ(*ReadAll(","), (Records{{"", ""}}));
  EXPECT_EQ(*ReadAll("\"\"\r\n,\r\n"), (Records{{"", ""}})) << "a lone empty field is an empty line";
  EXPECT_THAT(*ReadAll(""), IsEmpty());
}

TEST(CsvReaderTest, AnythingLooserIsRefusedByLineAndColumnAndNoValue) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"ok,ok\nok,sec\"ret\n", "line 2, column 2"},
      {"\"secret\"x,b\n", "line 1, column 1"},
      {"a,\"secret\n", "column 2"},
      {"a,b\rc\n", "line 1, column 2"},
      {std::string("a,b\0c\n", 6), "line 1, column 2"},
      {std::string(5'000, 's'), "line 1, column 1"},
      {std::string(64, ','), "column 64"},
  };
  for (const auto& [text, where] : wrong) {
    const auto read = ReadAll(text);
    ASSERT_FALSE(read.ok()) << where;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(where));
    EXPECT_THAT(std::string(read.status().message()), Not(HasSubstr("secret")));
  }
}

TEST(CsvReaderTest, LineOfARecordIsWhereItBegan) {
  std::istringstream in("a\n\"b\nb\"\nc\n");
  CsvReader reader(in);
  for (const size_t line : {1U, 2U, 4U}) {
    ASSERT_TRUE(reader.Next().ok());
    EXPECT_EQ(reader.line(), line);
  }
}

// Property: whatever fields are written come back, and no text makes the reader do anything but answer.
TEST(CsvReaderTest, WhatIsWrittenIsRead) {
  std::mt19937 draw(11);
  const std::string letters = "ab ,\"\r\n\xC3\xA9<";
  for (int i = 0; i < 2'000; ++i) {
    Records records;
    std::string text;
    for (size_t r = 0; r < 1 + draw() % 4; ++r) {
      std::vector<std::string> fields(1 + draw() % 5);
      for (std::string& field : fields) {
        for (size_t n = draw() % 6; n > 0; --n) field += letters[draw() % letters.size()];
      }
      if (fields.size() == 1 && fields[0].empty()) fields.emplace_back("x");
      text += CsvRecord(fields);
      records.push_back(std::move(fields));
    }
    const auto read = ReadAll(text);
    ASSERT_TRUE(read.ok()) << read.status();
    ASSERT_EQ(*read, records);
    text[draw() % text.size()] = letters[draw() % letters.size()];
    const auto bent = ReadAll(text);
    if (!bent.ok()) continue;
    std::string again;
    for (const auto& fields : *bent) again += CsvRecord(fields);
    ASSERT_EQ(*ReadAll(again), *bent) << "what was understood is one thing alone";
  }
}

}  // namespace
}  // namespace vsx::cli
