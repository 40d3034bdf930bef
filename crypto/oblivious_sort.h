#ifndef VSX_CRYPTO_OBLIVIOUS_SORT_H_
#define VSX_CRYPTO_OBLIVIOUS_SORT_H_

#include <array>
#include <cstdint>

#include "absl/types/span.h"
#include "crypto/wiped_bytes.h"

namespace vsx::crypto {

// One slot of a query while its place is secret; wiped when it ends. Private to crypto/ and its tests.
struct QuerySlot {
  uint64_t key = 0;     // what to sort by
  uint64_t origin = 0;  // the number of its input
  std::array<uint8_t, 32> element{};

  QuerySlot() = default;
  QuerySlot(const QuerySlot&) = default;
  QuerySlot& operator=(const QuerySlot&) = default;
  ~QuerySlot() { WipeMemory(this, sizeof *this); }
};

// Sorts by ascending key. Which memory is touched, and when, depends on the number of slots alone: nothing about the
// order leaks through time or caches. Slots of equal keys come in any order.
void ObliviousSort(absl::Span<QuerySlot> slots);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_OBLIVIOUS_SORT_H_
