#ifndef VSX_CRYPTO_X25519_H_
#define VSX_CRYPTO_X25519_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/secret_bytes.h"

namespace vsx::crypto {

inline constexpr size_t kX25519KeySize = 32;

// X25519 (RFC 7748): the shared secret, 32 bytes. Errors: INVALID_ARGUMENT for other sizes, and for an all-zero result
// (a public value of small order).
absl::StatusOr<SecretBytes> X25519(const SecretBytes& secret_key, std::string_view public_key);

// The public key of a secret key. Errors: INVALID_ARGUMENT for another size.
absl::StatusOr<std::string> X25519PublicKey(const SecretBytes& secret_key);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_X25519_H_
