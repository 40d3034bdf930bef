#include "node/domain/mrz_letters.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace vsx::domain {
namespace {

using nlohmann::json;

std::string Letters(const std::string& name) {
  const absl::StatusOr<std::optional<std::string>> letters = MrzLetters(name);
  return letters.ok() ? letters->value_or("nothing") : "error";
}

TEST(MrzLettersTest, EveryRowOfTheStandardGivesItsUsualForm) {
  std::ifstream file(std::string(VSX_VECTORS_DIR) + "/mrz/icao_latin_transliteration.json");
  const json rows = json::parse(file)["rows"];
  ASSERT_EQ(rows.size(), 95U);
  for (const json& row : rows) {
    // CleanName splits the one row that is a ligature of two letters; the zone's letters are the same.
    EXPECT_EQ(Letters(row["char"]), row["mrz"][0].get<std::string>()) << row["code_point"];
  }
}

TEST(MrzLettersTest, LowerCaseAndDecomposedLettersGiveTheSame) {
  EXPECT_EQ(Letters("ä"), "AE");
  EXPECT_EQ(Letters("a\u0308"), "AE");
  EXPECT_EQ(Letters("straße"), "STRASSE");
  EXPECT_EQ(Letters("œ"), "OE");
}

TEST(MrzLettersTest, VietnameseLettersLoseTheirMarks) {
  EXPECT_EQ(Letters("Nguyễn Thị Mẫu"), "NGUYEN THI MAU");
  EXPECT_EQ(Letters("Đỗ Dư Ơ"), "DO DU O");
}

TEST(MrzLettersTest, PunctuationFollowsTheStandard) {
  EXPECT_EQ(Letters("O'Contoh-Rekaan"), "OCONTOH REKAAN");
  EXPECT_EQ(Letters("Rekaan,Contoh Jr."), "REKAAN CONTOH JR");
}

TEST(MrzLettersTest, AnotherScriptGivesNothing) {
  EXPECT_EQ(Letters("ตัวอย่าง"), "nothing");
  EXPECT_EQ(Letters("Contoh ตัวอย่าง"), "nothing");
  EXPECT_EQ(Letters("Соntoh"), "nothing") << "Cyrillic letters that look Latin";
}

TEST(MrzLettersTest, RareFormsAreUndone) {
  EXPECT_EQ(UndoXx("PENXXA MUXXLLER"), "PENA MULLER");
  EXPECT_EQ(UndoXx("CONTOH"), "CONTOH");
}

}  // namespace
}  // namespace vsx::domain
