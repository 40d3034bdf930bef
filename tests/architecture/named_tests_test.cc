#include "tests/architecture/named_tests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace vsx::architecture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Violation> Check(const SourceFile& file) {
  return CheckNamedTests({file}, [](const std::string& path) {
    return std::set<std::string>{"tests", "tests/run.sh", "tests/store", "tests/store/a_test.cc"}.contains(path);
  });
}

TEST(NamedTestsTest, WhatIsThereMayBeNamed) {
  EXPECT_THAT(
      Check({"deploy/threat-model.md", "(`tests/store/a_test.cc`), tests/store/a_test, tests/run.sh. `tests/`\n"}),
      IsEmpty());
  EXPECT_THAT(Check({"a.md", "build/release/tests/store/b_test [up](../tests/c)\n"}), IsEmpty());
}

TEST(NamedTestsTest, WhatIsNotThereIsFoundInPagesAndHeaders) {
  EXPECT_THAT(
      Check({"deploy/threat-model.md", "\nreaches no case (`tests/store/evaluate_path`).\n"}),
      ElementsAre(Violation{"deploy/threat-model.md", 2, "tests/store/evaluate_path is named here and is not there"}));
  EXPECT_THAT(Check({"node/api/a.h", "// No case (tests/store/b_test.cc).\n"}),
              ElementsAre(Violation{"node/api/a.h", 1, "tests/store/b_test.cc is named here and is not there"}));
  EXPECT_THAT(Check({"node/api/a.cc", "Plant(\"tests/store/b_test.cc\");\n"}), IsEmpty());
}

}  // namespace
}  // namespace vsx::architecture
