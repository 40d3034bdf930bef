#include "tests/architecture/source_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vsx::architecture {
namespace {

TEST(CodeOnlyTest, BlanksCommentsAndLiteralsButKeepsLines) {
  EXPECT_EQ(CodeOnly("a; // throw\nb /* throw\nthrow */ c"), "a;         \nb         \n         c");
  EXPECT_EQ(CodeOnly("f(\"a \\\" throw\", 'x');"), "f(            ,    );");
  EXPECT_EQ(CodeOnly("x = R\"q(throw \" )q\";y"), "x =                ;y");
}

TEST(CodeOnlyTest, KeepsCodeAfterDigitSeparators) { EXPECT_EQ(CodeOnly("1'000; throw 2'000;"), "1'000; throw 2'000;"); }

TEST(CodeOnlyTest, EndsQuietlyInsideAnOpenLiteral) {
  EXPECT_EQ(CodeOnly("\"ab"), "   ");
  EXPECT_EQ(CodeOnly("/*ab"), "    ");
  EXPECT_EQ(CodeOnly("R\"(ab"), "     ");
}

TEST(LinesTest, CountsALineWithoutNewline) {
  EXPECT_THAT(Lines("a\n\nb"), testing::ElementsAre("a", "", "b"));
  EXPECT_THAT(Lines(""), testing::IsEmpty());
}

TEST(FolderOfTest, DropsTheFileName) {
  EXPECT_EQ(FolderOf("node/domain/id.h"), "node/domain");
  EXPECT_EQ(FolderOf("README.md"), "");
}

}  // namespace
}  // namespace vsx::architecture
