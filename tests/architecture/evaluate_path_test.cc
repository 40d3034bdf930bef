#include "tests/architecture/evaluate_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace vsx::architecture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The four sources at which an evaluation begins, of which the first includes a header.
std::vector<SourceFile> TreeWith(const std::vector<SourceFile>& more) {
  std::vector<SourceFile> files = {{"node/rpc/index_service.cc", "#include \"node/rpc/a.h\"\n"},
                                   {"node/api/index_handlers.cc", ""},
                                   {"node/service/issued_indexes.cc", "#include \"store/engine.h\"\n"},
                                   {"node/service/party_budgets.cc", ""},
                                   {"store/engine.h", ""},
                                   {"store/case_store.h", ""}};
  files.insert(files.end(), more.begin(), more.end());
  return files;
}

TEST(EvaluatePathTest, WayThatReachesNoCasePasses) {
  EXPECT_THAT(CheckEvaluatePath(TreeWith({{"node/rpc/a.h", "#include <vector>\n"}})), IsEmpty());
}

TEST(EvaluatePathTest, NamesTheWayThroughTheSourceBesideAHeader) {
  EXPECT_THAT(CheckEvaluatePath(TreeWith({{"node/rpc/a.h", "#include \"node/rpc/b.h\"\n"},
                                          {"node/rpc/b.h", "#include \"node/rpc/a.h\"\n"},
                                          {"node/rpc/b.cc", "#include \"store/case_store.h\"\n"}})),
              ElementsAre(Violation{"node/rpc/index_service.cc", 0,
                                    "an evaluation may reach no case: node/rpc/index_service.cc > node/rpc/a.h > "
                                    "node/rpc/b.h > node/rpc/b.cc > store/case_store.h"}));
}

TEST(EvaluatePathTest, BeginningThatWentAwayIsNoPass) {
  std::vector<SourceFile> files = TreeWith({});
  files.erase(files.begin());
  EXPECT_THAT(CheckEvaluatePath(files),
              ElementsAre(Violation{"node/rpc/index_service.cc", 0, "is missing: an evaluation begins here"}));
}

}  // namespace
}  // namespace vsx::architecture
