#ifndef VSX_TESTS_CRYPTO_INDEX_EXAMPLE_H_
#define VSX_TESTS_CRYPTO_INDEX_EXAMPLE_H_

#include <cstdint>
#include <string>

#include "crypto/encoding.h"

namespace vsx::crypto {

// `first`, `first` + 1, …: `size` bytes.
inline std::string BytesFrom(uint8_t first, size_t size) {
  std::string out;
  for (size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(first + i));
  return out;
}

// The binding of one index, as protocol §4 has it.
inline std::string ExampleContext() {
  std::string context = LengthPrefixed("THA") + LengthPrefixed("KHM") + LengthPrefixed("PROTECTIVE_CHECK");
  AppendU64Be(context, 497000);
  return context;
}

}  // namespace vsx::crypto

#endif  // VSX_TESTS_CRYPTO_INDEX_EXAMPLE_H_
