#include "node/domain/name_transliteration.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>
#include <vector>

#include "tests/domain/name_pairs.h"

namespace vsx::domain {
namespace {

using nlohmann::json;

json Pair(const std::string& id) {
  for (json& pair : NamePairs()) {
    if (pair["id"] == id) return pair;
  }
  return json();
}

// The name's own key and its romanised one.
std::set<std::string> KeysOf(const std::string& name) {
  std::set<std::string> keys;
  const absl::StatusOr<NameKey> own = NameKey::FromName(name);
  if (own.ok()) keys.insert(own->value());
  const absl::StatusOr<std::optional<NameKey>> romanised = TransliterationKey(name);
  if (romanised.ok() && romanised->has_value()) keys.insert((*romanised)->value());
  return keys;
}

bool ShareAKey(const json& pair) {
  const std::set<std::string> b = KeysOf(pair["b"]);
  for (const std::string& key : KeysOf(pair["a"])) {
    if (b.count(key) > 0) return true;
  }
  return false;
}

std::string RomanisedKey(const std::string& name) {
  const absl::StatusOr<std::optional<NameKey>> key = TransliterationKey(name);
  if (!key.ok()) return "error";
  return key->has_value() ? (*key)->value() : "nothing";
}

TEST(NameTransliterationTest, PairsInDifferentScriptsMatchWhereTheVectorsSaySo) {
  int joined = 0;
  for (const json& pair : NamePairs()) {
    if (pair["kind"] != "transliteration") continue;
    EXPECT_EQ(ShareAKey(pair), pair["icu"]["match"].get<bool>()) << pair["id"];
    joined += ShareAKey(pair) ? 1 : 0;
  }
  EXPECT_EQ(joined, 1) << "simplified and traditional characters, and no spelling of a passport";
}

TEST(NameTransliterationTest, NothingThatMustDifferIsJoined) {
  for (const json& pair : NamePairs()) {
    if (pair["kind"] == "must_differ") {
      EXPECT_FALSE(ShareAKey(pair)) << pair["id"];
    }
  }
}

// Without NFKC first, ICU gives other letters for each side of th-02, th-04, my-02 and my-03 (their icu.match is
// false).
TEST(NameTransliterationTest, TextThatIsTheSameGivesTheSameLetters) {
  for (const json& pair : NamePairs()) {
    if (pair["kind"] != "unicode") continue;
    EXPECT_EQ(RomanisedKey(pair["a"]), RomanisedKey(pair["b"])) << pair["id"];
  }
}

TEST(NameTransliterationTest, ThaiToneOrderIsJoinedByItsRomanisation) { EXPECT_TRUE(ShareAKey(Pair("th-05"))); }

TEST(NameTransliterationTest, ScriptRulesThatNothingJoins) {
  for (const char* id : {"km-03", "km-04", "my-05", "my-06"}) EXPECT_FALSE(ShareAKey(Pair(id))) << id;
}

TEST(NameTransliterationTest, LatinNamesHaveNoFurtherKey) {
  EXPECT_EQ(RomanisedKey("María Halimbawa de la Cruz"), "nothing");
  EXPECT_EQ(RomanisedKey("Đỗ Văn Thử"), "nothing");
  EXPECT_EQ(RomanisedKey("陈例子"), "chen li zi");
}

TEST(NameTransliterationTest, KhmerAndLaoAreNotCompared) {
  for (const char* name : {"គំរូ សាកល្បង", "ສົມມຸດ ຕົວຢ່າງ"}) {
    EXPECT_EQ(RomanisedKey(name), "nothing");
    EXPECT_EQ(ComparabilityOf(name)->latin, LatinComparison::kNone);
  }
}

TEST(NameTransliterationTest, ComparabilityTellsWhatWasNotCompared) {
  EXPECT_EQ(ComparabilityOf("Contoh Rekaan")->latin, LatinComparison::kLatin);
  EXPECT_EQ(ComparabilityOf("สมมุติ ตัวอย่าง")->latin, LatinComparison::kApproximate);
  EXPECT_EQ(ComparabilityOf("နမူနာ သစ်")->latin, LatinComparison::kApproximate);
  EXPECT_EQ(ComparabilityOf("陈例子")->latin, LatinComparison::kApproximate);
  EXPECT_FALSE(ComparabilityOf("陈例子")->mixed_scripts);
}

TEST(NameTransliterationTest, LookAlikeLettersOfAnotherScriptAreFlagged) {
  EXPECT_TRUE(ComparabilityOf(Pair("gen-05")["a"].get<std::string>())->mixed_scripts);
  EXPECT_FALSE(ComparabilityOf(Pair("gen-05")["b"].get<std::string>())->mixed_scripts);
}

TEST(NameTransliterationTest, BadTextIsRefused) {
  EXPECT_FALSE(TransliterationKey("\xFF").ok());
  EXPECT_FALSE(TransliterationKey("a|b").ok());
  EXPECT_FALSE(ComparabilityOf("\xFF").ok());
  EXPECT_FALSE(Romanise(std::string(2000, 'a')).ok());
}

TEST(NameTransliterationTest, ThreadsMayRomaniseAtOnce) {
  const std::string expected = RomanisedKey("สมมุติ ตัวอย่าง");
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) wrong += RomanisedKey("สมมุติ ตัวอย่าง") == expected ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace vsx::domain
