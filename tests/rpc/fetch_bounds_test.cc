#include <gtest/gtest.h>

#include "node/rpc/index_service.h"

namespace vsx::rpc {
namespace {

TEST(FetchBoundsTest, NoNumberOfPartiesTakesThePlaceOfAnother) {
  for (int threads = 4; threads <= 256; ++threads) {
    for (int others = 1; others <= threads / 2; ++others) {
      const FetchBounds bounds = FetchBoundsFor(threads, others);
      EXPECT_GE(bounds.streams, others * bounds.streams_per_party) << threads << " threads, " << others << " Parties";
      EXPECT_GE(bounds.streams_per_party, 1);
      EXPECT_LE(bounds.streams, threads / 2) << "the other half answers";
    }
  }
}

TEST(FetchBoundsTest, FewPartiesHaveSeveralPlacesAndThePortsUsualQuarter) {
  EXPECT_EQ(FetchBoundsFor(64, 2).streams_per_party, 4);
  EXPECT_EQ(FetchBoundsFor(64, 2).streams, 16);
  EXPECT_EQ(FetchBoundsFor(64, 9).streams_per_party, 1);
  EXPECT_EQ(FetchBoundsFor(16, 9).streams, 8) << "more Parties than half the threads: they wait for one another";
  EXPECT_EQ(FetchBoundsFor(64, 0).streams_per_party, 4) << "alone";
}

}  // namespace
}  // namespace vsx::rpc
