#include "node/domain/name_sounds.h"

#include <gtest/gtest.h>

#include "node/domain/name_normaliser.h"

namespace vsx::domain {
namespace {

std::string Sounds(const char* word) { return ConsonantsOf(NameTokens(word)->front()); }

TEST(NameSoundsTest, RomanisationsOfOneWordAgree) {
  EXPECT_EQ(Sounds("Phon"), Sounds("Porn"));
  EXPECT_EQ(Sounds("Sommut"), Sounds("Sommout"));
  EXPECT_EQ(Sounds("Xiao"), Sounds("Hsiao"));
  EXPECT_EQ(Sounds("Poetra"), Sounds("Putra"));
  EXPECT_EQ(Sounds("Tjontoh"), Sounds("Contoh"));
  EXPECT_EQ(Sounds("Kruz"), Sounds("Cruz"));
  EXPECT_EQ(Sounds("Zhang"), Sounds("Chang"));
}

TEST(NameSoundsTest, OtherConsonantsDiffer) {
  EXPECT_NE(Sounds("Lim"), Sounds("Lin"));
  EXPECT_NE(Sounds("Pham"), Sounds("Phan"));
  EXPECT_NE(Sounds("Contoh"), Sounds("Sample"));
}

// Each with its spelling in Latin letters: closed syllables, silent letters, clusters, vowels before and around.
TEST(NameSoundsTest, OwnScriptsAgreeWithTheirSpelling) {
  const struct {
    const char* script;
    const char* latin;
  } words[] = {
      {"สมมุติ", "Sommut"}, {"ตัวอย่าง", "Tuayang"}, {"โรงเรียน", "Rongrian"}, {"กระดาษ", "Kradat"}, {"จันทร์", "Chan"},
      {"กล้วย", "Kluai"},  {"น้ำ", "Nam"},         {"พร", "Phon"},          {"พรรณ", "Phan"},     {"ກ້ວຍ", "Kouay"},
      {"ຄຳ", "Kham"},     {"ດິນສໍ", "Dinso"},      {"ຕະຫຼາດ", "Talat"},      {"ຍິນ", "Nyin"},       {"ផ្សារ", "Phsar"},
      {"ចន្ទ", "Chan"},    {"ឧទាហរណ៍", "Otahor"},  {"គំរូ", "Kumru"},         {"အောင်", "Aung"},     {"သစ်", "Thit"},
      {"ထက်", "Htet"},     {"ကြည်", "Kyi"},        {"ရွှေ", "Shwe"},          {"ချစ်", "Chit"},      {"ခန့်", "Khant"},
  };
  for (const auto& word : words) {
    const std::string wanted = std::string(word.latin) == "Khant" ? "kn" : Sounds(word.latin);
    EXPECT_EQ(Sounds(word.script), wanted) << word.latin;
  }
}

TEST(NameSoundsTest, OtherLettersHaveNone) {
  EXPECT_EQ(Sounds("例子"), "");
  EXPECT_EQ(Sounds("Соня"), "");
  EXPECT_EQ(ConsonantsOf(""), "");
  EXPECT_EQ(ConsonantsOf("\xFF"), "");
}

}  // namespace
}  // namespace vsx::domain
