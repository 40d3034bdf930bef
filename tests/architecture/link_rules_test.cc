#include "tests/architecture/link_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vsx::architecture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(LinkRulesTest, NamesFileAndLineOfAPlantedViolation) {
  EXPECT_THAT(
      CheckLinks({"node/api/CMakeLists.txt", "vsx_library(api SOURCES a.cc\n  DEPENDS vsx::service vsx::store)\n"}),
      ElementsAre(Violation{"node/api/CMakeLists.txt", 2, "api may not link vsx::store"}));
}

TEST(LinkRulesTest, AllowsWhatTheTableAllows) {
  EXPECT_THAT(CheckLinks({"store/CMakeLists.txt",
                          "vsx_library(store SOURCES a.cc DEPENDS vsx::crypto vsx::domain\n"
                          "  PRIVATE_DEPENDS RocksDB::rocksdb-shared absl::status)\n"}),
              IsEmpty());
  EXPECT_THAT(CheckLinks({"node/CMakeLists.txt", "vsx::store"}), IsEmpty());
}

TEST(LinkRulesTest, KeepsFencedLibrariesInTheirFolders) {
  EXPECT_THAT(CheckLinks({"node/service/CMakeLists.txt", "RocksDB::rocksdb-shared PkgConfig::SODIUM gRPC::grpc++"}),
              SizeIs(3));
  EXPECT_THAT(CheckLinks({"node/statement/CMakeLists.txt", "DEPENDS vsx::proto_grpc"}), SizeIs(1));
}

TEST(LinkRulesTest, ReadsPastCommentsAndRefusesUnknownTargets) {
  EXPECT_THAT(CheckLinks({"crypto/CMakeLists.txt", "# not vsx::store\n"}), IsEmpty());
  EXPECT_THAT(CheckLinks({"crypto/CMakeLists.txt", "DEPENDS vsx::helpers\n"}), SizeIs(1));
}

TEST(LinkCoverageTest, WantsEachIncludedPartListed) {
  const SourceFile lists{"node/api/CMakeLists.txt", "vsx_library(api SOURCES a.cc DEPENDS vsx::proto)"};
  const SourceFile source{"node/api/a.cc", "#include \"vsx/v1/case.pb.h\"\n#include \"node/domain/id.h\"\n"};
  EXPECT_THAT(
      CheckLinksCoverIncludes(lists, {lists, source}),
      ElementsAre(Violation{"node/api/CMakeLists.txt", 0, "does not list vsx::domain, which node/api/a.cc includes"}));
}

TEST(SourcesListedTest, FindsAnUnlistedSource) {
  const SourceFile lists{"tests/crypto/CMakeLists.txt", "vsx_test(crypto_test SOURCES data.cc b_test.cc) # a.cc\n"};
  const std::vector<SourceFile> files = {
      lists, {"tests/crypto/a.cc", ""}, {"tests/crypto/b_test.cc", ""}, {"tests/crypto/data.cc", ""}};
  EXPECT_THAT(CheckSourcesListed(lists, files),
              ElementsAre(Violation{"tests/crypto/a.cc", 0, "is not listed in tests/crypto/CMakeLists.txt"}));
}

TEST(SourcesListedTest, UnderstandsLoopsAndQuotedPaths) {
  const SourceFile lists{"tests/fuzz/CMakeLists.txt",
                         "foreach(name mrz handle)\n  add_executable(${name} ${name}_fuzzer.cc)\nendforeach()\n"
                         "try_compile(ok \"${CMAKE_CURRENT_SOURCE_DIR}/must_fail.cc\")\n"};
  const std::vector<SourceFile> files = {
      lists, {"tests/fuzz/mrz_fuzzer.cc", ""}, {"tests/fuzz/must_fail.cc", ""}, {"tests/fuzz/other_fuzzer.cc", ""}};
  EXPECT_THAT(CheckSourcesListed(lists, files),
              ElementsAre(Violation{"tests/fuzz/other_fuzzer.cc", 0, "is not listed in tests/fuzz/CMakeLists.txt"}));
}

TEST(ThreadedListedTest, FindsATestThatThreadSanitizerWouldNotSee) {
  const SourceFile lists{"tests/store/CMakeLists.txt",
                         "vsx_test(a SOURCES seen.cc b_test.cc\n  THREADED\n  c_test.cc\n  DEPENDS x)\n"
                         "vsx_test(d SOURCES e_test.cc DEPENDS x)\n"};
  const std::string threaded = "std::thread writer([] {});";
  const std::vector<SourceFile> files = {lists,
                                         {"tests/store/seen.cc", threaded},
                                         {"tests/store/b_test.cc", "EXPECT_TRUE(x);"},
                                         {"tests/store/c_test.cc", threaded},
                                         {"tests/store/e_test.cc", threaded}};
  EXPECT_THAT(CheckThreadedListed(lists, files),
              ElementsAre(Violation{"tests/store/e_test.cc", 0,
                                    "starts threads and is not THREADED in tests/store/CMakeLists.txt"}));
}

TEST(SourcesListedTest, LooksIntoFoldersWithoutAListOfTheirOwn) {
  const SourceFile outer{"node/domain/CMakeLists.txt", "vsx_library(domain SOURCES sub/listed.cc)"};
  const std::vector<SourceFile> files = {outer,
                                         {"node/domain/own/CMakeLists.txt", "vsx_library(own SOURCES c.cc)"},
                                         {"node/domain/own/c.cc", ""},
                                         {"node/domain/sub/listed.cc", ""},
                                         {"node/domain/sub/forgotten.cc", ""}};
  EXPECT_THAT(CheckSourcesListed(outer, files),
              ElementsAre(Violation{"node/domain/sub/forgotten.cc", 0, "is not listed in node/domain/CMakeLists.txt"}));
}

}  // namespace
}  // namespace vsx::architecture
