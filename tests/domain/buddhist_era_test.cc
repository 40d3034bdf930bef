#include "node/domain/buddhist_era.h"

#include <gtest/gtest.h>

namespace vsx::domain {
namespace {

TEST(BuddhistEraTest, YearAheadIsRecognisedAndLeftToTheCallerToConfirm) {
  EXPECT_EQ(RecogniseBuddhistEra(2541, 2025), 1998);
  EXPECT_EQ(RecogniseBuddhistEra(2568, 2025), 2025);
  EXPECT_EQ(RecogniseBuddhistEra(2438, 2025), 1895);
}

TEST(BuddhistEraTest, YearThatCanStandAsItIsIsNot) {
  EXPECT_EQ(RecogniseBuddhistEra(1998, 2025), std::nullopt);
  EXPECT_EQ(RecogniseBuddhistEra(2025, 2025), std::nullopt);
}

TEST(BuddhistEraTest, YearThatFitsNeitherEraIsNot) {
  EXPECT_EQ(RecogniseBuddhistEra(2026, 2025), std::nullopt);
  EXPECT_EQ(RecogniseBuddhistEra(2569, 2025), std::nullopt);
  EXPECT_EQ(RecogniseBuddhistEra(2437, 2025), std::nullopt);
}

}  // namespace
}  // namespace vsx::domain
