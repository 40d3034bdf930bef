#include "tests/architecture/include_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace vsx::architecture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Violation> Check(const std::string& path, const std::string& text) { return CheckIncludes({path, text}); }

TEST(IncludeRulesTest, NamesFileAndLineOfAPlantedViolation) {
  EXPECT_THAT(Check("node/domain/id.cc", "#include \"node/domain/id.h\"\n\n#  include \"store/table.h\"\n"),
              ElementsAre(Violation{"node/domain/id.cc", 3, "domain may not include store (store/table.h)"}));
}

TEST(IncludeRulesTest, AllowsWhatTheTableAllows) {
  EXPECT_THAT(Check("store/table.cc",
                    "#include \"crypto/hash.h\"\n#include \"node/domain/id.h\"\n"
                    "#include <rocksdb/db.h>\n#include <string>\n"
                    "#include \"absl/status/status.h\"\n"),
              IsEmpty());
  EXPECT_THAT(Check("node/main/main.cc", "#include \"node/rpc/server.h\"\n#include <grpcpp/grpcpp.h>\n"), IsEmpty());
}

TEST(IncludeRulesTest, RefusesEachArrowAgainstTheGrain) {
  EXPECT_EQ(Check("crypto/a.h", "#include \"node/domain/id.h\"\n").size(), 1U);
  EXPECT_EQ(Check("store/a.h", "#include \"node/service/clock.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/statement/a.h", "#include \"store/table.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/service/a.h", "#include \"node/api/handlers.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/service/a.h", "#include \"node/peer/link.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/api/a.h", "#include \"store/table.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/rpc/a.h", "#include \"node/service/clock.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/peer/a.h", "#include \"node/rpc/server.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/cli/a.h", "#include \"node/service/clock.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/rpc/a.h", "#include \"node/main/config.h\"\n").size(), 1U);
}

TEST(IncludeRulesTest, KeepsFencedLibrariesInTheirFolders) {
  EXPECT_EQ(Check("store/a.cc", "#include <sodium.h>\n").size(), 1U);
  EXPECT_EQ(Check("node/service/a.cc", "#include \"rocksdb/db.h\"\n").size(), 1U);
  EXPECT_EQ(Check("node/api/a.cc", "#include <grpcpp/grpcpp.h>\n").size(), 1U);
  EXPECT_EQ(Check("store/a.cc", "#include <google/protobuf/message.h>\n").size(), 1U);
  EXPECT_THAT(Check("crypto/a.cc", "#include <sodium.h>\n"), IsEmpty());
}

TEST(IncludeRulesTest, KeepsMessagesOutOfThePureParts) {
  const std::string text = "#include \"vsx/v1/case.pb.h\"\n";
  for (const std::string folder : {"crypto", "node/domain", "store", "node/service"}) {
    EXPECT_EQ(Check(folder + "/a.cc", text).size(), 1U) << folder;
  }
  for (const std::string folder : {"node/statement", "node/api", "node/rpc", "node/peer", "node/cli", "node/main"}) {
    EXPECT_THAT(Check(folder + "/a.cc", text), IsEmpty()) << folder;
  }
}

TEST(IncludeRulesTest, KeepsServiceStubsToTheTransports) {
  EXPECT_EQ(Check("node/api/a.cc", "#include \"vsx/v1/case.grpc.pb.h\"\n").size(), 1U);
  EXPECT_THAT(Check("node/rpc/a.cc", "#include \"vsx/v1/case.grpc.pb.h\"\n"), IsEmpty());
}

TEST(IncludeRulesTest, WantsPathsFromTheRoot) {
  EXPECT_EQ(Check("crypto/a.cc", "#include \"hash.h\"\n").size(), 1U);
  EXPECT_EQ(Check("crypto/a.cc", "#include \"crypto/../crypto/hash.h\"\n").size(), 1U);
  EXPECT_EQ(Check("crypto/a.cc", "#include \"tests/support/a.h\"\n").size(), 1U);
}

TEST(IncludeRulesTest, ReadsProtoImports) {
  EXPECT_THAT(Check("proto/vsx/v1/case.proto",
                    "import \"vsx/v1/common.proto\";\n"
                    "import \"google/protobuf/timestamp.proto\";\n"),
              IsEmpty());
  EXPECT_EQ(Check("proto/vsx/v1/case.proto", "import public \"node/domain/a.proto\";\n").size(), 1U);
}

TEST(IncludeRulesTest, LeavesTestsFree) {
  EXPECT_THAT(Check("tests/store/a.cc", "#include <rocksdb/db.h>\n"), IsEmpty());
}

TEST(IncludedPartsTest, NamesEachOtherPartOnce) {
  EXPECT_THAT(IncludedParts({"node/api/a.cc",
                             "#include \"node/api/a.h\"\n#include \"vsx/v1/case.pb.h\"\n"
                             "#include \"node/domain/id.h\"\n#include \"node/domain/code.h\"\n"}),
              ElementsAre("proto", "domain"));
}

}  // namespace
}  // namespace vsx::architecture
