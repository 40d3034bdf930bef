#include "node/domain/epoch.h"

#include <gtest/gtest.h>

#include <limits>

namespace vsx::domain {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

TEST(EpochPlanTest, MomentsOfAnEpochAreThoseOfTheProtocol) {
  const EpochPlan plan = *EpochPlan::OfLength(0);
  EXPECT_EQ(plan.epoch_seconds, 3'600);
  const Epoch epoch(500'000);
  EXPECT_EQ(plan.Start(epoch).seconds, 1'800'000'000);
  EXPECT_EQ(plan.End(epoch).seconds, 1'800'003'600);
  EXPECT_EQ(plan.CutOff(epoch).seconds, 1'800'000'000 - 900);
  EXPECT_EQ(plan.PublishFrom(epoch).seconds, 1'800'000'000 - 600);
  EXPECT_EQ(plan.Skew(), 120);
}

TEST(EpochPlanTest, EverySecondLiesInOneEpoch) {
  const EpochPlan plan = *EpochPlan::OfLength(8);
  for (int64_t second = 0; second < 100; ++second) {
    const Epoch epoch = plan.At({second});
    EXPECT_LE(plan.Start(epoch).seconds, second);
    EXPECT_GT(plan.End(epoch).seconds, second);
    EXPECT_EQ(plan.End(epoch), plan.Start(epoch.Next()));
  }
  EXPECT_EQ(plan.At({-1}), Epoch(0));
}

TEST(EpochPlanTest, ShortEpochsKeepTheOrderOfTheirMoments) {
  for (int64_t length = kShortestEpochSeconds; length <= 400; ++length) {
    const EpochPlan plan = *EpochPlan::OfLength(length);
    const Epoch epoch(1'000);
    EXPECT_GT(plan.CutOff(epoch), plan.Start(epoch.Previous())) << length;
    EXPECT_LT(plan.CutOff(epoch), plan.PublishFrom(epoch)) << length;
    EXPECT_LT(plan.PublishFrom(epoch), plan.Start(epoch)) << length;
    EXPECT_GT(plan.Skew(), 0) << length;
    EXPECT_LE(plan.Skew(), length / 4) << length;
  }
}

TEST(EpochPlanTest, SkewStretchesAnEpochOnBothSides) {
  const EpochPlan plan;
  const Epoch epoch(10);
  EXPECT_FALSE(plan.CoversWithSkew(epoch, {36'000 - 121}));
  EXPECT_TRUE(plan.CoversWithSkew(epoch, {36'000 - 120}));
  EXPECT_TRUE(plan.CoversWithSkew(epoch, {39'600 + 119}));
  EXPECT_FALSE(plan.CoversWithSkew(epoch, {39'600 + 120}));
}

TEST(EpochPlanTest, WhatIsWithdrawnIsForgottenWithinALengthAndAQuarter) {
  const EpochPlan plan;
  EXPECT_EQ(plan.ForgottenBy({36'000}).seconds, 39'600);
  EXPECT_EQ(plan.ForgottenBy({39'600 - 901}).seconds, 39'600) << "the next index is not cut off yet";
  EXPECT_EQ(plan.ForgottenBy({39'600 - 900}).seconds, 43'200);
  for (int64_t second = 36'000; second < 39'600; ++second) {
    EXPECT_LE(plan.ForgottenBy({second}).seconds - second, 75 * 60);
  }
}

TEST(EpochPlanTest, LengthOutOfBoundsIsRefused) {
  for (const int64_t length : {-3'600, 1, 7, 86'401}) EXPECT_FALSE(EpochPlan::OfLength(length).ok()) << length;
  EXPECT_EQ(EpochPlan::OfLength(86'400)->epoch_seconds, 86'400);
}

// A peer may name any number: none makes an overflow, and the far ones are in no clock's reach.
TEST(EpochPlanTest, NumbersBeyondTimeAreHarmless) {
  for (const int64_t length : {kShortestEpochSeconds, kDefaultEpochSeconds, kLongestEpochSeconds}) {
    const EpochPlan plan = *EpochPlan::OfLength(length);
    for (const uint64_t number : {static_cast<uint64_t>(kMax) / length, static_cast<uint64_t>(kMax), UINT64_MAX}) {
      const Epoch epoch(number);
      EXPECT_LE(plan.Start(epoch), plan.End(epoch));
      EXPECT_LT(plan.CutOff(epoch), plan.Start(epoch));
      EXPECT_FALSE(plan.CoversWithSkew(epoch, {4'000'000'000}));
    }
    EXPECT_FALSE(plan.CoversWithSkew(Epoch(UINT64_MAX), {std::numeric_limits<int64_t>::min()}));
  }
}

TEST(EpochTest, EndsAreTheirOwnNeighbours) {
  EXPECT_EQ(Epoch(0).Previous(), Epoch(0));
  EXPECT_EQ(Epoch(UINT64_MAX).Next(), Epoch(UINT64_MAX));
  EXPECT_EQ(Epoch(7).Next().Previous(), Epoch(7));
  EXPECT_LT(Epoch(7), Epoch(7).Next());
}

TEST(EpochPlanTest, AsOfIsTheCutOffOrOnAGrid) {
  const EpochPlan plan;
  const Epoch epoch(500'000);
  const UnixTime cut_off = plan.CutOff(epoch);
  EXPECT_EQ(plan.AsOf(epoch, cut_off), cut_off);
  EXPECT_EQ(plan.AsOf(epoch, {plan.PublishFrom(epoch).seconds - 1}), cut_off);
  EXPECT_EQ(plan.AsOf(epoch, {plan.PublishFrom(epoch).seconds + 59}), plan.PublishFrom(epoch));
  EXPECT_EQ(plan.AsOf(epoch, {plan.Start(epoch).seconds + 61}), UnixTime{plan.Start(epoch).seconds + 60});
  const EpochPlan shortest{kShortestEpochSeconds};
  for (int64_t second = 0; second < kShortestEpochSeconds; ++second) {
    const UnixTime began{shortest.Start(epoch).seconds + second};
    EXPECT_EQ(shortest.AsOf(epoch, began), began);
  }
}

}  // namespace
}  // namespace vsx::domain
