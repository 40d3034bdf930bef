#include "tests/architecture/house_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace vsx::architecture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(HeaderGuardTest, FollowsThePath) {
  EXPECT_EQ(GuardFor("node/domain/party_code.h"), "VSX_NODE_DOMAIN_PARTY_CODE_H_");
  EXPECT_THAT(CheckHeaderGuard({"crypto/a.h", "// why\n#ifndef VSX_CRYPTO_A_H_\n#define VSX_CRYPTO_A_H_\n#endif\n"}),
              IsEmpty());
  EXPECT_THAT(CheckHeaderGuard({"crypto/a.h", "#ifndef VSX_CRYPTO_B_H_\n#define VSX_CRYPTO_B_H_\n#endif\n"}),
              SizeIs(1));
  EXPECT_THAT(CheckHeaderGuard({"crypto/a.h", "#ifndef VSX_CRYPTO_A_H_\n#define VSX_CRYPTO_B_H_\n#endif\n"}),
              SizeIs(1));
  EXPECT_THAT(CheckHeaderGuard({"crypto/a.h", "#ifndef VSX_CRYPTO_B_H_\n#define VSX_CRYPTO_A_H_\n#endif\n"}),
              SizeIs(1));
  EXPECT_THAT(CheckHeaderGuard({"crypto/a.h", "#pragma once\n"}), SizeIs(1));
  EXPECT_THAT(CheckHeaderGuard({"crypto/a.h", ""}), SizeIs(1));
  EXPECT_THAT(CheckHeaderGuard({"crypto/a.cc", ""}), IsEmpty());
}

TEST(BannedCodeTest, NamesFileAndLineOfAPlantedViolation) {
  EXPECT_THAT(
      CheckBannedCode({"store/a.cc", "int a;\n  throw 1;\n"}),
      ElementsAre(Violation{"store/a.cc", 2, "throw: exceptions do not cross our components: return absl::Status"}));
}

TEST(BannedCodeTest, CatchesEachBan) {
  for (const std::string code : {"absl::Mutex m;", "absl::MutexLock l(&m);", "std::this_thread::sleep_for(a);",
                                 "usleep(5);", "GTEST_SKIP();", "TEST(A, DISABLED_B) {}"}) {
    EXPECT_THAT(CheckBannedCode({"tests/store/a_test.cc", code}), SizeIs(1)) << code;
  }
  EXPECT_THAT(CheckBannedCode({"crypto/a.h",
                               "// TO"
                               "DO: later\n"}),
              SizeIs(1));
  EXPECT_THAT(CheckBannedCode({"crypto/a.h",
                               "/* FIX"
                               "ME */\n"}),
              SizeIs(1));
}

TEST(BannedCodeTest, ReadsPastProseAndLongerNames) {
  EXPECT_THAT(CheckBannedCode({"store/a.cc", "// never throw here\nint throws = 1;\nauto s = \"throw\";\n"}),
              IsEmpty());
}

TEST(ReadmeTest, FindsAFolderWithout) {
  EXPECT_THAT(CheckReadmes({{"node/domain/id.h", ""}, {"node/domain/README.md", ""}, {"store/a.h", ""}}),
              ElementsAre(testing::Field(&Violation::path, "store/README.md")));
}

TEST(ReadmeTest, LetsMirrorFoldersShareTheREADMEOfTests) {
  EXPECT_THAT(CheckReadmes({{"tests/README.md", ""}, {"tests/crypto/a_test.cc", ""}, {"tests/bench/a.cc", ""}}),
              ElementsAre(testing::Field(&Violation::path, "tests/bench/README.md")));
}

}  // namespace
}  // namespace vsx::architecture
