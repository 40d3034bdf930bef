#ifndef VSX_CRYPTO_BYTE_POINTER_H_
#define VSX_CRYPTO_BYTE_POINTER_H_

#include <cstdint>
#include <string>
#include <string_view>

// Private to crypto/: included by .cc files only.

namespace vsx::crypto {

// What libsodium wants; never null, also for an empty view (several of its functions forbid null).
inline const uint8_t* BytePointer(std::string_view bytes) {
  static constexpr uint8_t kNothing = 0;
  return bytes.data() == nullptr ? &kNothing : reinterpret_cast<const uint8_t*>(bytes.data());
}

inline uint8_t* BytePointer(std::string& bytes) { return reinterpret_cast<uint8_t*>(bytes.data()); }

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_BYTE_POINTER_H_
