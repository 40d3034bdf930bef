#include "crypto/oblivious_sort.h"

#include <bit>
#include <cstddef>

namespace vsx::crypto {
namespace {

// All ones if b < a, else zero; the compiler is kept from making a branch of it.
uint64_t MaskIfGreater(uint64_t a, uint64_t b) {
  const uint64_t borrow = (~b & a) | ((~b | a) & (b - a));
  uint64_t mask = ~((borrow >> 63) - 1);
  __asm__("" : "+r"(mask));
  return mask;
}

void SwapIf(uint64_t mask, uint64_t& a, uint64_t& b) {
  const uint64_t difference = (a ^ b) & mask;
  a ^= difference;
  b ^= difference;
}

void SwapIf(uint64_t mask, QuerySlot& a, QuerySlot& b) {
  SwapIf(mask, a.key, b.key);
  SwapIf(mask, a.origin, b.origin);
  const auto byte_mask = static_cast<uint8_t>(mask);
  for (size_t i = 0; i < a.element.size(); ++i) {
    const auto difference = static_cast<uint8_t>((a.element[i] ^ b.element[i]) & byte_mask);
    a.element[i] ^= difference;
    b.element[i] ^= difference;
  }
}

}  // namespace

// Batcher's merge exchange (Knuth, The Art of Computer Programming, volume 3, 5.2.2, algorithm M), for any number.
void ObliviousSort(absl::Span<QuerySlot> slots) {
  if (slots.size() < 2) return;
  const size_t top = std::bit_ceil(slots.size()) / 2;
  for (size_t p = top; p > 0; p /= 2) {
    size_t rest = 0;
    size_t distance = p;
    for (size_t q = top;; q /= 2) {
      for (size_t i = 0; i + distance < slots.size(); ++i) {
        if ((i & p) != rest) continue;
        SwapIf(MaskIfGreater(slots[i].key, slots[i + distance].key), slots[i], slots[i + distance]);
      }
      if (q == p) break;
      distance = q - p;
      rest = p;
    }
  }
}

}  // namespace vsx::crypto
