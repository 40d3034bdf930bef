#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/architecture/dependency_table.h"
#include "tests/architecture/evaluate_path.h"
#include "tests/architecture/house_rules.h"
#include "tests/architecture/include_rules.h"
#include "tests/architecture/link_rules.h"
#include "tests/architecture/named_tests.h"
#include "tests/architecture/refusal_reasons.h"
#include "tests/architecture/source_tree.h"
#include "tests/architecture/treaty_table.h"

// The rules, held against the project as it stands.
namespace vsx::architecture {
namespace {

using testing::IsEmpty;

const std::vector<SourceFile>& Tree() {
  static const auto* files = new std::vector<SourceFile>(ReadSourceTree(VSX_SOURCE_DIR));
  return *files;
}

// What `check` finds over all files.
template <typename Check>
std::vector<Violation> InEveryFile(Check check) {
  std::vector<Violation> all;
  for (const SourceFile& file : Tree()) std::ranges::copy(check(file), std::back_inserter(all));
  return all;
}

TEST(ArchitectureTest, ReadsEveryFolderOfTheTable) {
  for (const Part& part : HouseParts()) {
    if (part.name == "web") continue;  // the console's folder; its row stands ready
    EXPECT_TRUE(std::ranges::any_of(Tree(), [&](const SourceFile& file) { return PartOfPath(file.path) == &part; }))
        << "no file read under " << part.folder;
  }
}

TEST(ArchitectureTest, EveryFileIsInsideTheHouse) {
  EXPECT_THAT(InEveryFile([](const SourceFile& file) -> std::vector<Violation> {
                if (!file.path.starts_with("node/") || !IsCpp(file.path) || PartOfPath(file.path) != nullptr) return {};
                return {{file.path, 0, "lies in no folder of the dependency table"}};
              }),
              IsEmpty());
}

TEST(ArchitectureTest, IncludesFollowTheTable) { EXPECT_THAT(InEveryFile(CheckIncludes), IsEmpty()); }

TEST(ArchitectureTest, LinksFollowTheTable) { EXPECT_THAT(InEveryFile(CheckLinks), IsEmpty()); }

TEST(ArchitectureTest, LinksCoverIncludes) {
  EXPECT_THAT(InEveryFile([](const SourceFile& file) { return CheckLinksCoverIncludes(file, Tree()); }), IsEmpty());
}

TEST(ArchitectureTest, EverySourceIsBuilt) {
  EXPECT_THAT(InEveryFile([](const SourceFile& file) { return CheckSourcesListed(file, Tree()); }), IsEmpty());
}

TEST(ArchitectureTest, EveryTestWithThreadsIsJudgedByThreadSanitizer) {
  EXPECT_THAT(InEveryFile([](const SourceFile& file) { return CheckThreadedListed(file, Tree()); }), IsEmpty());
}

TEST(ArchitectureTest, EveryHeaderHasTheGuardOfItsPath) { EXPECT_THAT(InEveryFile(CheckHeaderGuard), IsEmpty()); }

TEST(ArchitectureTest, NoBannedCode) { EXPECT_THAT(InEveryFile(CheckBannedCode), IsEmpty()); }

TEST(ArchitectureTest, EvaluationsReachNoCase) { EXPECT_THAT(CheckEvaluatePath(Tree()), IsEmpty()); }

TEST(ArchitectureTest, TestsThatAreNamedExist) {
  EXPECT_THAT(CheckNamedTests(Tree(),
                              [](const std::string& path) {
                                return std::filesystem::exists(std::filesystem::path(VSX_SOURCE_DIR) / path);
                              }),
              IsEmpty());
}

TEST(ArchitectureTest, ReasonsOfRefusalAreThoseOfTheProtocolsPage) {
  EXPECT_THAT(CheckRefusalReasons(Tree()), IsEmpty());
}

TEST(ArchitectureTest, PageOfTheBlindCheckNamesWhatIsThere) { EXPECT_THAT(CheckBlindCheckPage(Tree()), IsEmpty()); }
TEST(ArchitectureTest, TableOfTheTreatysDemandsNamesWhatIsThere) { EXPECT_THAT(CheckTreatyTable(Tree()), IsEmpty()); }

TEST(ArchitectureTest, EveryFolderHasAReadme) { EXPECT_THAT(CheckReadmes(Tree()), IsEmpty()); }

}  // namespace
}  // namespace vsx::architecture
