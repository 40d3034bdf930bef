// Above its capacity an index keeps a uniformly random subset of exactly capacity, fresh each epoch, and says so
// (protocol §4, order of work).

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/index_entry.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/index_key.h"
#include "node/service/index_layout.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::Handle;
using domain::Purpose;
using ::testing::SizeIs;

class IndexCapacityTest : public ::testing::Test {
 protected:
  static constexpr size_t kCapacity = 1'024;

  static Handle HandleOf(size_t i) { return PassportOf({.passport = "XX" + std::to_string(60'000 + i)}); }

  static std::vector<service::IndexedCopy> Copies(size_t count) {
    std::vector<service::IndexedCopy> copies;
    for (size_t i = 0; i < count; ++i) {
      domain::Opening opening;
      opening.salt = std::string(32, 's');
      opening.handle = HandleOf(i).canonical();
      copies.push_back(
          {*domain::CopyId::FromBytes(std::string(11, 'c') + std::to_string(10'000 + i)), "an envelope", {opening}});
    }
    return copies;
  }

  // Which of the copies are in that epoch's index.
  std::vector<bool> WhoStays(size_t count, uint64_t epoch, bool& complete) {
    const domain::IndexName name{Party("QQA"), Party("QQB"), Purpose::kProtectiveCheck, domain::Epoch(epoch)};
    const auto key = service::IndexKey(crypto::SecretBytes::CopyFrom(std::string(32, 's')), name).value();
    const auto layout =
        service::LayOutIndex(name, domain::IndexGeometry::OfStep(0).value(), key, Copies(count), true, streams_)
            .value();
    complete = layout.complete;
    EXPECT_THAT(layout.records, SizeIs(kCapacity));
    EXPECT_THAT(layout.entries, SizeIs(8 * kCapacity));
    EXPECT_TRUE(std::is_sorted(layout.records.begin(), layout.records.end()));
    EXPECT_TRUE(std::is_sorted(layout.entries.begin(), layout.entries.end()));
    std::set<std::string> tags;
    for (const std::string& entry : layout.entries) tags.insert(entry.substr(0, 16));
    std::vector<bool> stays(count);
    for (size_t i = 0; i < count; ++i) {
      const crypto::IndexEntryKeys keys(crypto::Evaluate(key, HandleOf(i).canonical()).value());
      stays[i] = tags.contains(keys.Tag(0));
    }
    return stays;
  }

  StoryRandomStreams streams_{"capacity"};
};

TEST_F(IndexCapacityTest, AtCapacityAllStayAndTheIndexIsComplete) {
  bool complete = false;
  const std::vector<bool> stays = WhoStays(kCapacity, 1, complete);
  EXPECT_TRUE(complete);
  EXPECT_EQ(std::count(stays.begin(), stays.end(), true), static_cast<std::ptrdiff_t>(kCapacity));
}

TEST_F(IndexCapacityTest, AboveCapacityExactlyCapacityStaysUniformlyAndFreshEachEpoch) {
  constexpr size_t kCount = 1'124;
  constexpr size_t kGroups = 4;  // of the order in which they came
  constexpr int kTellings = 24;
  std::vector<int> dropped(kGroups);
  std::vector<int> times_dropped(kCount);
  for (int epoch = 0; epoch < kTellings; ++epoch) {
    bool complete = true;
    const std::vector<bool> stays = WhoStays(kCount, static_cast<uint64_t>(epoch), complete);
    EXPECT_FALSE(complete);
    ASSERT_EQ(std::count(stays.begin(), stays.end(), true), static_cast<std::ptrdiff_t>(kCapacity));
    for (size_t i = 0; i < kCount; ++i) {
      if (stays[i]) continue;
      ++dropped[i * kGroups / kCount];
      ++times_dropped[i];
    }
  }
  // 100 of 1,124 go each time, 600 of each group in all: chi-square with 3 degrees of freedom, p = 0.001.
  const double expected = kTellings * 100.0 / kGroups;
  double chi_square = 0;
  for (const int count : dropped) chi_square += (count - expected) * (count - expected) / expected;
  EXPECT_LT(chi_square, 16.27);
  // Fresh each epoch: nobody is left out for good. A copy goes 2.1 times of 24; more than 12 times is not chance.
  EXPECT_LT(*std::max_element(times_dropped.begin(), times_dropped.end()), 12);
}

}  // namespace
}  // namespace vsx::test
