#include "crypto/wiped_bytes.h"

#include <sodium.h>

namespace vsx::crypto {

void WipeMemory(void* memory, size_t size) { sodium_memzero(memory, size); }

bool EqualInConstantTime(const void* a, const void* b, size_t size) { return sodium_memcmp(a, b, size) == 0; }

}  // namespace vsx::crypto
