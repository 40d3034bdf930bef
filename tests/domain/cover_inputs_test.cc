#include "node/domain/cover_inputs.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

#include "node/domain/handle.h"

namespace vsx::domain {
namespace {

std::vector<double> SharesOf(Purpose cls) {
  std::mt19937_64 draws(1);
  constexpr int kDraws = 100'000;
  std::vector<double> shares(kMaxHandles + 1);
  for (int i = 0; i < kDraws; ++i) shares.at(CoverInputs(draws(), cls)) += 1.0 / kDraws;
  return shares;
}

TEST(CoverInputsTest, NoNumberOfHandlesThatACheckMayHaveIsRare) {
  for (const Purpose cls : {Purpose::kProtectiveCheck, Purpose::kConsularAssistance}) {
    const std::vector<double> shares = SharesOf(cls);
    EXPECT_EQ(shares[0], 0) << "a check asks by something";
    EXPECT_NEAR(shares[1], 1.0 / 4, 0.01);
    for (size_t inputs = 2; inputs < kMaxHandles; ++inputs) EXPECT_NEAR(shares[inputs], 1.0 / 12, 0.005) << inputs;
    EXPECT_NEAR(shares[kMaxHandles], 1.0 / 4, 0.01);
    EXPECT_EQ(CoverInputs(0, cls), 1U);
    EXPECT_EQ(CoverInputs(std::numeric_limits<uint64_t>::max(), cls), kMaxHandles);
  }
}

TEST(CoverInputsTest, PresentedCodeIsOneHandle) { EXPECT_NEAR(SharesOf(Purpose::kPresented)[1], 1, 1e-6); }

}  // namespace
}  // namespace vsx::domain
