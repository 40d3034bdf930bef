#ifndef VSX_CRYPTO_AEAD_H_
#define VSX_CRYPTO_AEAD_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"

// XChaCha20-Poly1305-IETF with a random nonce per message. Keys have 32 bytes; another size ends the process.
// Sealed bytes: nonce 24 ‖ ciphertext ‖ tag 16.

namespace vsx::crypto {

inline constexpr size_t kAeadKeySize = 32;
inline constexpr size_t kAeadNonceSize = 24;
inline constexpr size_t kAeadTagSize = 16;
inline constexpr size_t kAeadOverhead = kAeadNonceSize + kAeadTagSize;

std::string AeadEncrypt(const SecretBytes& key, std::string_view associated_data, std::string_view plaintext,
                        RandomSource& random);

// Errors: DATA_LOSS if `sealed` was altered, was cut, or was sealed with another key or associated data.
absl::StatusOr<std::string> AeadDecrypt(const SecretBytes& key, std::string_view associated_data,
                                        std::string_view sealed);

// The same for a plaintext that is itself a key: it never stands in ordinary memory.
absl::StatusOr<SecretBytes> AeadDecryptSecret(const SecretBytes& key, std::string_view associated_data,
                                              std::string_view sealed);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_AEAD_H_
