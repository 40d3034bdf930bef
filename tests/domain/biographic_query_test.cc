#include "node/domain/biographic_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace vsx::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

// The canonical strings without what all share.
std::vector<std::string> KeysAsked(const char* name, const char* date) {
  const absl::StatusOr<BiographicQueries> queries = MakeBiographicQueries(name, *PartialDate::Parse(date));
  std::vector<std::string> asked;
  if (!queries.ok()) return asked;
  for (const Handle& handle : queries->handles) {
    asked.push_back(handle.canonical().substr(std::string("vsx-handle-v1|biographic|").size()));
  }
  return asked;
}

bool Partial(const char* date) { return MakeBiographicQueries("Contoh", *PartialDate::Parse(date))->partial_date_only; }

TEST(BiographicQueryTest, FullDateAsksAllThreePrecisions) {
  EXPECT_THAT(KeysAsked("Contoh Rekaan", "1995-08-17"),
              ElementsAre("contoh rekaan|1995-08-17", "contoh rekaan|1995-08", "contoh rekaan|1995"));
}

TEST(BiographicQueryTest, PartialDateAsksWhatItHasAndSaysSo) {
  EXPECT_THAT(KeysAsked("Contoh", "1995-08"), ElementsAre("contoh|1995-08", "contoh|1995"));
  EXPECT_THAT(KeysAsked("Contoh", "1995"), ElementsAre("contoh|1995"));
  EXPECT_TRUE(Partial("1995"));
  EXPECT_TRUE(Partial("1995-08"));
  EXPECT_FALSE(Partial("1995-08-17"));
}

TEST(BiographicQueryTest, OtherScriptsAskByTheirLettersToo) {
  EXPECT_THAT(KeysAsked("陈例子", "1995-08"),
              ElementsAre("陈例子|1995-08", "陈例子|1995", "chen li zi|1995-08", "chen li zi|1995"));
}

TEST(BiographicQueryTest, PassportSpellingIsAskedToo) {
  EXPECT_THAT(KeysAsked("Märta Exempel", "1995"), ElementsAre("exempel marta|1995", "exempel maerta|1995"));
}

TEST(BiographicQueryTest, NameOfAZoneWithNxxIsAskedWithoutItToo) {
  // phl-02 and phl-03 of the vectors: the same person, Ñ written N and NXX.
  EXPECT_THAT(KeysAsked("PENXXA JUAN HALIMBAWA", "1987-03-23"),
              Contains(KeysAsked("PENA JUAN HALIMBAWA", "1987-03-23")[0]));
}

TEST(BiographicQueryTest, WhatTheIssuerEntersIsAmongWhatACheckerAsks) {
  for (const char* known : {"1995", "1995-08", "1995-08-17"}) {
    const absl::StatusOr<Handle> entered = BiographicHandleForIssuer("CONTOH, Rekaan", *PartialDate::Parse(known));
    ASSERT_TRUE(entered.ok());
    EXPECT_THAT(MakeBiographicQueries("Rekaan Contoh", *PartialDate::Parse("1995-08-17"))->handles, Contains(*entered));
  }
}

TEST(BiographicQueryTest, PlaceIsLeftForADocumentHandle) {
  // The name with the most forms: its own, romanised, and without NXX, each by day, month and year.
  const std::vector<std::string> asked = KeysAsked("例 PENXXA", "1995-08-17");
  EXPECT_EQ(asked.size(), kMaxBiographicQueries);
  EXPECT_EQ(std::set<std::string>(asked.begin(), asked.end()).size(), asked.size());
  EXPECT_LT(kMaxBiographicQueries, kMaxHandles);
}

TEST(BiographicQueryTest, ComparabilityComesWithTheQueries) {
  const PartialDate date = *PartialDate::Parse("1995");
  EXPECT_EQ(MakeBiographicQueries("គំរូ", date)->comparability.latin, LatinComparison::kNone);
  EXPECT_EQ(MakeBiographicQueries("Contoh", date)->comparability.latin, LatinComparison::kLatin);
}

TEST(BiographicQueryTest, BadNamesAreRefused) {
  const PartialDate date = *PartialDate::Parse("1995");
  for (const char* name : {"", "a|b", "\xFF", "..."}) {
    EXPECT_FALSE(MakeBiographicQueries(name, date).ok());
    EXPECT_FALSE(BiographicHandleForIssuer(name, date).ok());
  }
}

}  // namespace
}  // namespace vsx::domain
