#include "crypto/oblivious_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

namespace vsx::crypto {
namespace {

void ExpectSorted(std::vector<QuerySlot> slots) {
  std::vector<uint64_t> expected;
  for (size_t i = 0; i < slots.size(); ++i) {
    expected.push_back(slots[i].key);
    slots[i].origin = slots[i].key ^ 5;
    slots[i].element.fill(static_cast<uint8_t>(slots[i].key));
  }
  std::ranges::sort(expected);
  ObliviousSort(absl::MakeSpan(slots));
  for (size_t i = 0; i < slots.size(); ++i) {
    ASSERT_EQ(slots[i].key, expected[i]) << i << " of " << slots.size();
    ASSERT_EQ(slots[i].origin, expected[i] ^ 5);
    for (const uint8_t byte : slots[i].element) ASSERT_EQ(byte, static_cast<uint8_t>(expected[i]));
  }
}

// A network that sorts every sequence of zeros and ones sorts everything (Knuth, 5.3.4, theorem Z).
TEST(ObliviousSortTest, SortsEverySequenceOfZerosAndOnes) {
  for (size_t size = 0; size <= 12; ++size) {
    for (uint64_t bits = 0; bits < uint64_t{1} << size; ++bits) {
      std::vector<QuerySlot> slots(size);
      for (size_t i = 0; i < size; ++i) slots[i].key = (bits >> i) & 1;
      ObliviousSort(absl::MakeSpan(slots));
      ASSERT_TRUE(std::ranges::is_sorted(slots, {}, &QuerySlot::key)) << size << " " << bits;
    }
  }
}

TEST(ObliviousSortTest, SlotsMoveWhole) {
  std::mt19937_64 random(1);
  for (const size_t size : {1, 2, 3, 8, 24, 64, 200, 256}) {
    std::vector<QuerySlot> slots(size);
    for (QuerySlot& slot : slots) slot.key = random();
    ExpectSorted(slots);
  }
}

TEST(ObliviousSortTest, ComparesTheWholeRange) {
  const uint64_t most = std::numeric_limits<uint64_t>::max();
  const uint64_t half = uint64_t{1} << 63;
  std::vector<QuerySlot> slots(8);
  const uint64_t keys[] = {most, 0, half, half - 1, 1, most - 1, half + 1, 0};
  for (size_t i = 0; i < slots.size(); ++i) slots[i].key = keys[i];
  ExpectSorted(slots);
}

}  // namespace
}  // namespace vsx::crypto
