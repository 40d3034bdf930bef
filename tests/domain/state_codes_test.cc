#include "node/domain/state_codes.h"

#include <gtest/gtest.h>

namespace vsx::domain {
namespace {

TEST(StateCodesTest, CodesAreToldApart) {
  for (const char* state : {"ABW", "BRN", "DEU", "THA", "TLS", "VNM", "ZWE"}) {
    EXPECT_EQ(StatusOfState(state), StateStatus::kState) << state;
  }
  for (const char* special : {"D", "GBN", "UNO", "XXA", "XXB", "XXC", "XXX"}) {
    EXPECT_EQ(StatusOfState(special), StateStatus::kIcaoSpecial) << special;
  }
  EXPECT_EQ(StatusOfState("UTO"), StateStatus::kSpecimen);
}

TEST(StateCodesTest, WithdrawnAndMisreadCodesAreUnknown) {
  for (const char* code : {"", "BUR", "TMP", "ZZZ", "LA0", "TH", "THAI", "tha", "DE"}) {
    EXPECT_EQ(StatusOfState(code), StateStatus::kUnknown) << code;
  }
}

}  // namespace
}  // namespace vsx::domain
