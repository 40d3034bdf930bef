#ifndef VSX_CRYPTO_HMAC_SHA512_H_
#define VSX_CRYPTO_HMAC_SHA512_H_

#include <sodium.h>

#include <cstdint>
#include <string_view>

#include "crypto/byte_pointer.h"
#include "crypto/init.h"

namespace vsx::crypto {

// HMAC-SHA-512 (RFC 2104) over parts, with a key of any length; the state is wiped. Private to crypto/: included by .cc
// files only.
class HmacSha512 {
 public:
  static constexpr size_t kSize = crypto_auth_hmacsha512_BYTES;

  explicit HmacSha512(std::string_view key) {
    Require(InitCrypto().ok(), "libsodium cannot start");
    crypto_auth_hmacsha512_init(&state_, BytePointer(key), key.size());
  }
  HmacSha512(const HmacSha512&) = delete;
  HmacSha512& operator=(const HmacSha512&) = delete;
  ~HmacSha512() { sodium_memzero(&state_, sizeof state_); }

  HmacSha512& Update(std::string_view bytes) {
    crypto_auth_hmacsha512_update(&state_, BytePointer(bytes), bytes.size());
    return *this;
  }

  // Writes kSize bytes. Once.
  void Finish(uint8_t* out) { crypto_auth_hmacsha512_final(&state_, out); }

 private:
  crypto_auth_hmacsha512_state state_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_HMAC_SHA512_H_
