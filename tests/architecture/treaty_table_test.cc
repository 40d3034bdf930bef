#include "tests/architecture/treaty_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace vsx::architecture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const SourceFile kShowingTests = {"tests/service/a_test.cc",
                                  "TEST(ATest, Shows) {}\nTEST_F(BTest,\n       ShowsMore) {}\n"
                                  "TEST_P(CTest, Demand3_IsNamedForIt) {}\n// TEST(DTest, IsProse)\n"};
const SourceFile kShowingStory = {"deploy/demo/story.sh", "note \"THA desk, asked\" HOLD \"$(check)\"\n"};

// A page that is as it should be, the second row first among those that name something.
std::string SoundPage() {
  std::string page = "# treaty\n\n| no. | demanded | today | shown by |\n|---|---|---|---|\n";
  absl::StrAppend(&page, "| 1 | a | works | `ATest.Shows`, `BTest.ShowsMore` |\n");
  absl::StrAppend(&page, "| 2 | b | partly: no c | `demo: THA desk, asked` |\n");
  absl::StrAppend(&page, "| 3 | c | works: all | `CTest.Demand3_IsNamedForIt` |\n");
  for (int number = 4; number <= 105; ++number) absl::StrAppend(&page, "| ", number, " | d | not there yet | |\n");
  return absl::StrCat(page, "| 106 | e | no matter for software: people do it | |\n");
}

// What is found once `from` in the sound page is `to`.
std::vector<Violation> Changed(std::string from, std::string to) {
  const std::string sound = SoundPage();
  const std::string page = absl::StrReplaceAll(sound, {{from, to}});
  EXPECT_NE(page, sound) << from;
  return CheckTreatyTable({kShowingStory, kShowingTests, {"tests/treaty/README.md", page}});
}

Violation OnThePage(std::size_t line, std::string message) {
  return {"tests/treaty/README.md", line, std::move(message)};
}

TEST(TreatyTableTest, SoundPagePasses) {
  EXPECT_THAT(CheckTreatyTable({kShowingStory, kShowingTests, {"tests/treaty/README.md", SoundPage()}}), IsEmpty());
}

std::vector<Violation> OfBlindCheckPage(std::string row) {
  return CheckBlindCheckPage(
      {kShowingStory, kShowingTests, {"tests/blind-check.md", absl::StrCat("| point | shown by |\n", row, "\n")}});
}

TEST(BlindCheckPageTest, NamesTestsStepsAndCommands) {
  EXPECT_THAT(OfBlindCheckPage("| a | `ATest.Shows`, `demo: THA desk, asked`; `build/a_bench` |"), IsEmpty());
  EXPECT_THAT(OfBlindCheckPage("| a | `ATest.Gone` |"),
              ElementsAre(Violation{"tests/blind-check.md", 2, "ATest.Gone is no test and no step of the demo"}));
  EXPECT_THAT(
      OfBlindCheckPage("| a | `demo: THA desk, gone` |"),
      ElementsAre(Violation{"tests/blind-check.md", 2, "demo: THA desk, gone is no test and no step of the demo"}));
  EXPECT_THAT(OfBlindCheckPage("| a | |"),
              ElementsAre(Violation{"tests/blind-check.md", 2, "names nothing that shows it"}));
  EXPECT_THAT(CheckBlindCheckPage({kShowingTests}), ElementsAre(Violation{"tests/blind-check.md", 0, "is missing"}));
}

TEST(TreatyTableTest, PageMustBeThere) {
  EXPECT_THAT(CheckTreatyTable({kShowingTests}), ElementsAre(OnThePage(0, "is missing")));
}

TEST(TreatyTableTest, EveryDemandHasOneRowInOrder) {
  EXPECT_THAT(Changed("| 50 | d | not there yet | |\n", ""), ElementsAre(OnThePage(0, "demand 50 has no row")));
  EXPECT_THAT(Changed("| 51 |", "| 50 |"),
              ElementsAre(OnThePage(55, "demand 50 has a row already"), OnThePage(0, "demand 51 has no row")));
  EXPECT_THAT(Changed("| 106 | e", "| 107 | e"),
              ElementsAre(OnThePage(110, "there is no demand 107"), OnThePage(0, "demand 106 has no row")));
  EXPECT_THAT(Changed("| 7 | d | not there yet | |\n| 8 |", "| 8 | d | not there yet | |\n| 7 |"),
              ElementsAre(OnThePage(12, "7 is out of order")));
}

TEST(TreatyTableTest, RowSaysWhatIsDemandedAndHowItStands) {
  EXPECT_THAT(Changed("| 2 | b |", "| 2 | |"), ElementsAre(OnThePage(6, "does not say what is demanded")));
  for (const std::string word : {"fine", "", "work", "works now", "Partly: no c"}) {
    EXPECT_THAT(Changed("partly: no c", word),
                ElementsAre(OnThePage(6, "begins with none of: works, partly, not there yet, no matter for software")))
        << word;
  }
}

TEST(TreatyTableTest, WhatIsNamedExists) {
  EXPECT_THAT(Changed("ATest.Shows`", "ATest.Show`"),
              ElementsAre(OnThePage(5, "ATest.Show is no test and no step of the demo")));
  EXPECT_THAT(Changed("ATest.Shows`", "DTest.IsProse`"),
              ElementsAre(OnThePage(5, "DTest.IsProse is no test and no step of the demo")));
  EXPECT_THAT(Changed("demo: THA desk, asked", "demo: THA desk"),
              ElementsAre(OnThePage(6, "demo: THA desk is no test and no step of the demo")));
}

TEST(TreatyTableTest, NamesStandInBackticksAlone) {
  for (const std::string cell : {"ATest.Shows, `BTest.ShowsMore`", "`ATest.Shows` and `BTest.ShowsMore`",
                                 "`ATest.Shows`, `BTest.ShowsMore` and more", "`ATest.Shows`, `"}) {
    EXPECT_THAT(Changed("`ATest.Shows`, `BTest.ShowsMore`", cell),
                testing::Contains(OnThePage(5, "names tests otherwise than as `Suite.Test`, `demo: step`")))
        << cell;
  }
}

TEST(TreatyTableTest, WhatWorksIsShownAndWhatIsNotThereIsNot) {
  EXPECT_THAT(Changed("`demo: THA desk, asked`", ""), ElementsAre(OnThePage(6, "partly, and names no test")));
  EXPECT_THAT(Changed("| 9 | d | not there yet", "| 9 | d | works"),
              ElementsAre(OnThePage(13, "works, and names no test")));
  EXPECT_THAT(Changed("partly: no c", "not there yet"), ElementsAre(OnThePage(6, "not there yet, and names one")));
  EXPECT_THAT(Changed("partly: no c", "no matter for software"),
              ElementsAre(OnThePage(6, "no matter for software, and names one")));
}

TEST(TreatyTableTest, TestNamedForADemandStandsInItsRow) {
  EXPECT_THAT(Changed("CTest.Demand3_IsNamedForIt", "ATest.Shows"),
              ElementsAre(OnThePage(0, "CTest.Demand3_IsNamedForIt does not stand in the row of its demand")));
}

}  // namespace
}  // namespace vsx::architecture
