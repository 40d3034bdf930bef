#include "tests/architecture/refusal_reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace vsx::architecture {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const SourceFile kReasonPage = {"proto/README.md",
                                "# proto\n\n| reason | status | when |\n|---|---|---|\n"
                                "| `ID_MALFORMED`, `TOO_LONG` | INVALID_ARGUMENT | `CaseInput` |\n"
                                "| `WITHDRAWN` | FAILED_PRECONDITION | |\n\n| `OTHER` | of another table |\n"};

const SourceFile kReasonGivers = {"node/service/a.cc",
                                  "return InvalidField(\"ID_MALFORMED\", \"id\", \"\");\n"
                                  "return domain::Error(\n    absl::StatusCode::kAborted, \"TOO_LONG\", \"\", \"\");\n"
                                  "return x ? \"WITHDRAWN\" : \"\";\n"};

TEST(RefusalReasonsTest, TableAndCodeThatAgreePass) {
  EXPECT_THAT(CheckRefusalReasons({kReasonPage, kReasonGivers}), IsEmpty());
}

TEST(RefusalReasonsTest, AReasonWithoutARowIsFoundWhereverItStands) {
  for (const std::string call :
       {"InvalidField(\"", "Precondition(\n    \"", "Refused(\"", "domain::Error(absl::StatusCode::kNotFound, \""}) {
    EXPECT_THAT(CheckRefusalReasons({kReasonPage, kReasonGivers, {"node/api/b.cc", "\n" + call + "NEW_ONE\", 1);\n"}}),
                ElementsAre(Violation{"node/api/b.cc", 2, "NEW_ONE has no row among the reasons of proto/README.md"}))
        << call;
  }
  EXPECT_THAT(
      CheckRefusalReasons({kReasonPage, kReasonGivers, {"node/cli/c.cc", "InvalidField(\"NEW_ONE\", \"\", \"\");\n"}}),
      IsEmpty());
}

TEST(RefusalReasonsTest, ARowWithoutCodeIsFound) {
  EXPECT_THAT(CheckRefusalReasons({kReasonPage, {"node/service/a.cc", "\"ID_MALFORMED\" \"TOO_LONG\""}}),
              ElementsAre(Violation{"proto/README.md", 6, "WITHDRAWN stands nowhere in the node's code"}));
}

TEST(RefusalReasonsTest, APageWithoutTheTableIsFound) {
  EXPECT_THAT(CheckRefusalReasons({{"proto/README.md", "# proto\n"}, kReasonGivers}),
              ElementsAre(testing::Field(&Violation::path, "proto/README.md")));
}

}  // namespace
}  // namespace vsx::architecture
