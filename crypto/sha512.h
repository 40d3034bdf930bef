#ifndef VSX_CRYPTO_SHA512_H_
#define VSX_CRYPTO_SHA512_H_

#include <sodium.h>

#include <cstdint>
#include <string_view>

#include "crypto/byte_pointer.h"

namespace vsx::crypto {

// SHA-512 over parts, of secrets too; the state is wiped. A copy goes on from where the original stands. Private to
// crypto/: included by .cc files only.
class Sha512 {
 public:
  static constexpr size_t kSize = crypto_hash_sha512_BYTES;
  static constexpr size_t kBlockSize = 128;

  Sha512() { crypto_hash_sha512_init(&state_); }
  Sha512(const Sha512&) = default;
  Sha512& operator=(const Sha512&) = delete;
  ~Sha512() { sodium_memzero(&state_, sizeof state_); }

  Sha512& Update(std::string_view bytes) {
    crypto_hash_sha512_update(&state_, BytePointer(bytes), bytes.size());
    return *this;
  }

  // RFC 8017's I2OSP(value, 1) and I2OSP(value, 2).
  Sha512& UpdateU8(size_t value) {
    const auto byte = static_cast<uint8_t>(value);
    crypto_hash_sha512_update(&state_, &byte, 1);
    return *this;
  }
  Sha512& UpdateU16(size_t value) { return UpdateU8(value >> 8).UpdateU8(value); }

  // Writes kSize bytes. Once.
  void Finish(uint8_t* out) { crypto_hash_sha512_final(&state_, out); }

 private:
  crypto_hash_sha512_state state_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_SHA512_H_
