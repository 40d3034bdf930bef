#include "crypto/keyed_hash.h"

#include <array>

#include "crypto/hmac_sha512.h"

namespace vsx::crypto {

std::string KeyedHash(const SecretBytes& key, std::string_view data) {
  Require(!key.empty(), "keyed hash without a key");
  std::array<uint8_t, HmacSha512::kSize> mac{};
  HmacSha512(key.ExposeSecret()).Update(data).Finish(mac.data());
  return std::string(reinterpret_cast<const char*>(mac.data()), kKeyedHashSize);
}

}  // namespace vsx::crypto
