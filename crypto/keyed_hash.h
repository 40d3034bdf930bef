#ifndef VSX_CRYPTO_KEYED_HASH_H_
#define VSX_CRYPTO_KEYED_HASH_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "crypto/secret_bytes.h"

namespace vsx::crypto {

inline constexpr size_t kKeyedHashSize = 32;

// HMAC-SHA-512 (RFC 2104) cut to its first 32 bytes. For look-up rows and audit entries: without the key nobody can try
// guesses. One key serves one meaning of `data`; who has two meanings puts LP(label) in front. The key must not be
// empty.
std::string KeyedHash(const SecretBytes& key, std::string_view data);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_KEYED_HASH_H_
