#include "node/domain/name_variants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "node/domain/handle.h"
#include "tests/domain/name_pairs.h"

namespace vsx::domain {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

std::vector<std::string> Keys(const absl::StatusOr<std::vector<NameVariant>>& variants) {
  std::vector<std::string> keys;
  if (!variants.ok()) return keys;
  for (const NameVariant& one : *variants) keys.push_back(one.key.value());
  return keys;
}

// True when who asks about `asked` finds who is registered as `registered`.
bool Finds(const std::string& asked, const std::string& registered) {
  const std::vector<std::string> theirs = Keys(VariantsToRegister(registered));
  for (const std::string& key : Keys(VariantsToAsk(asked))) {
    if (std::count(theirs.begin(), theirs.end(), key) > 0) return true;
  }
  return false;
}

bool FindEachOther(const std::string& a, const std::string& b) { return Finds(a, b) && Finds(b, a); }

// What nodes of different States must agree on, byte for byte (proto/README.md).
TEST(NameVariantsTest, GoldenKeys) {
  EXPECT_THAT(Keys(VariantsToRegister("Nguyễn Thị Mẫu")),
              ElementsAre("mau nguyen thi", "~letters~aeghimnntuuy", "~fewer~aegmnnuuy"));
  EXPECT_THAT(Keys(VariantsToAsk("Nguyễn Thị Mẫu")),
              ElementsAre("mau nguyen thi", "~letters~aeghimnntuuy", "~letters~aegmnnuuy", "~fewer~aeghimnntuuy"));
  EXPECT_THAT(Keys(VariantsToRegister("Ahmad Contoh bin Rekaan")),
              ElementsAre("ahmad bin contoh rekaan", "~letters~m~aaaacdehhkmnnoort", "~letters~aaaacdehhkmnnoort",
                          "~fewer~aacdhhmnoot", "~sounds~m~knmtsntr", "~latin~m~knmtsntr"));
  EXPECT_THAT(Keys(VariantsToAsk("Ahmad Contoh bin Rekaan")),
              ElementsAre("ahmad bin contoh rekaan", "~letters~m~aaaacdehhkmnnoort", "ahmad contoh rekaan",
                          "~letters~aacdhhmnoot", "~sounds~m~knmtsntr"));
  EXPECT_THAT(Keys(VariantsToAsk("PENXXA JUAN")),
              ElementsAre("juan penxxa", "juan pena", "~letters~aaejnnpu", "~sounds~npns", "~fewer~aaejnnpu"));
  EXPECT_THAT(Keys(VariantsToRegister("陈例子")), ElementsAre("陈例子", "~letters~cehiilnz", "~sounds~lssn"));
}

TEST(NameVariantsTest, ANameFindsItself) {
  for (const json& pair : NamePairs()) {
    for (const char* side : {"a", "b"}) {
      const auto name = pair[side].get<std::string>();
      if (NameKey::FromName(name).ok()) {
        EXPECT_TRUE(Finds(name, name)) << pair["id"];
      }
    }
  }
}

// Each reason of HANDLES.md, from both sides: a pair that is joined or parted here moves in that table too.
TEST(NameVariantsTest, SharedPairsAreJoinedWhereARuleSaysSo) {
  const std::set<std::string> apart = {"th-07", "zh-06", "my-06", "zh-11"};
  for (const json& pair : NamePairs()) {
    const std::string kind = pair["kind"];
    const bool expected = kind != "must_differ" && apart.count(pair["id"].get<std::string>()) == 0;
    EXPECT_EQ(Finds(pair["a"], pair["b"]) || Finds(pair["b"], pair["a"]), expected) << pair["id"];
  }
}

TEST(NameVariantsTest, NothingThatMustDifferIsJoinedByAnyVariant) {
  for (const json& pair : NamePairs()) {
    if (pair["kind"] != "must_differ") continue;
    EXPECT_FALSE(Finds(pair["a"], pair["b"])) << pair["id"];
    EXPECT_FALSE(Finds(pair["b"], pair["a"])) << pair["id"];
  }
}

TEST(NameVariantsTest, SpacesAndOrderDoNotCount) {
  EXPECT_TRUE(FindEachOther("Abdul Rahman Contoh", "Contoh Abdulrahman"));
  EXPECT_TRUE(FindEachOther("သစ်နမူနာ", "နမူနာ သစ်"));
}

TEST(NameVariantsTest, AParticleMayBeMissingButNotContradicted) {
  EXPECT_TRUE(FindEachOther("Contoh bin Rekaan", "Contoh Rekaan"));
  EXPECT_TRUE(FindEachOther("Contoh binti Rekaan", "Contoh Rekaan"));
  EXPECT_TRUE(FindEachOther("Contoh A/P Rekaan", "Contoh D/O Rekaan"));
  EXPECT_FALSE(Finds("Contoh bin Rekaan", "Contoh binti Rekaan"));
  EXPECT_FALSE(Finds("Contoh binti Rekaan", "Contoh bin Rekaan"));
}

TEST(NameVariantsTest, AWordMayBeMissingButNotReplaced) {
  EXPECT_TRUE(FindEachOther("Nguyễn Thị Mẫu", "Nguyễn Mẫu"));
  EXPECT_TRUE(FindEachOther("Nguyễn Thị Ví Dụ", "Nguyễn Ví Dụ"));
  EXPECT_TRUE(FindEachOther("Maria Cristina Papel de la Cruz", "Cristina Dela Cruz"));
  EXPECT_FALSE(Finds("Nguyễn Thị Mẫu", "Nguyễn Văn Mẫu"));
  EXPECT_FALSE(Finds("Juan Papel Halimbawa", "Juan Mesa Halimbawa"));
}

TEST(NameVariantsTest, ScriptsMeetInTheirConsonants) {
  EXPECT_TRUE(FindEachOther("สมมุติ ตัวอย่าง", "Sommut Tuayang"));
  EXPECT_TRUE(FindEachOther("ສົມມຸດ ຕົວຢ່າງ", "TOUAYANG SOMMOUT"));
  EXPECT_TRUE(FindEachOther("陈例子", "Chen Lizi"));
}

TEST(NameVariantsTest, OneScriptIsNeverComparedByConsonantsAlone) {
  // Tones and vowels of the own script are the name; only a spelling in Latin letters has lost them.
  EXPECT_FALSE(Finds("สมมุติ ตัวอย่าง", "สมมต ตัวอยาง"));
  EXPECT_TRUE(Finds("สมมต ตัวอยาง", "Sommut Tuayang"));
}

TEST(NameVariantsTest, LettersOfSeveralScriptsHaveNoSounds) {
  for (const std::string& key : Keys(VariantsToRegister("Соntoh Rekaan"))) EXPECT_NE(key.substr(0, 7), "~sounds");
}

TEST(NameVariantsTest, OrderOfWordsAddsNothingThatTheOwnKeyForgives) {
  for (const char* name : {"Contoh Rekaan", "Tan Xiao Mei", "陈例子"}) {
    EXPECT_EQ(VariantsToRegister(name)->front().kind, VariantKind::kOwnKey);
    EXPECT_EQ(VariantsToAsk(name)->front().key, *NameKey::FromName(name));
  }
}

// Any code points: variants or the error of the own key; every variant stands in a handle that can be read back.
TEST(NameVariantsTest, AnyTextHasVariantsThatCanBeStored) {
  std::mt19937 random(7);  // NOLINT: the same text in every run
  const PartialDate date = *PartialDate::Parse("1995-08-17");
  const std::vector<std::string> pieces = {"Contoh", "bin",   "a",    "l",  "Daw", "นางสาว", "สมมุติ",
                                           "ဦး",     "နမူနာ",  "陈",   "ñ",  "NXX", "Ма",     "~letters~",
                                           "jr",     "maria", "dela", "គំរូ", "ຕົວ",  "'",      ""};
  for (int i = 0; i < 2000; ++i) {
    std::string name;
    const size_t size = 1 + random() % 5;
    for (size_t k = 0; k < size; ++k) {
      name += pieces[random() % pieces.size()];
      if (random() % 3 != 0) name += " ";
    }
    const bool sound = NameKey::FromName(name).ok();
    for (const auto& variants : {VariantsToRegister(name), VariantsToAsk(name)}) {
      ASSERT_EQ(variants.ok(), sound);
      if (!sound) continue;
      std::set<std::string> seen;
      for (const NameVariant& one : *variants) {
        EXPECT_TRUE(seen.insert(one.key.value()).second) << "no key twice";
        const Handle handle = Handle::FromBiographic(one.key, date);
        EXPECT_EQ(*Handle::FromCanonical(handle.canonical()), handle);
      }
    }
    if (sound) {
      EXPECT_TRUE(Finds(name, name));
      EXPECT_EQ(*VariantsToAsk(name), *VariantsToAsk(name));
    }
  }
}

TEST(NameVariantsTest, LongestNamesKeepTheirOwnKey) {
  const std::string name = std::string(1020, 'b') + " ca";
  EXPECT_EQ(VariantsToRegister(name)->front().key, *NameKey::FromName(name));
}

}  // namespace
}  // namespace vsx::domain
