#ifndef VSX_CRYPTO_KEYSTORE_FILE_H_
#define VSX_CRYPTO_KEYSTORE_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"

// The outer layer of a keystore file: bytes sealed under an Argon2id passphrase. Layout in README.md.

namespace vsx::crypto {

// What one guess at a passphrase costs, as libsodium's Argon2id takes it. The default is libsodium's MODERATE.
struct PassphraseCost {
  uint64_t passes = 3;
  uint64_t memory_bytes = uint64_t{256} << 20;
};

inline constexpr size_t kMaxKeystoreFileSize = 64 * 1024;

// Errors: INVALID_ARGUMENT for a cost below MODERATE in either figure or above 16 passes or 4 GiB, and for a passphrase
// that CheckPassphrase refuses; RESOURCE_EXHAUSTED if the memory is not to be had.
absl::StatusOr<std::string> SealUnderPassphrase(const SecretBytes& contents, const SecretBytes& passphrase,
                                                PassphraseCost cost, RandomSource& random);

// Errors: DATA_LOSS for bytes that are no such file or are cut; FAILED_PRECONDITION for an unknown version, and for a
// cost outside the bounds above (checked before any work is done); UNAUTHENTICATED for a wrong passphrase or altered
// bytes (which of the two cannot be told); RESOURCE_EXHAUSTED as above.
absl::StatusOr<SecretBytes> OpenUnderPassphrase(std::string_view file, const SecretBytes& passphrase);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_KEYSTORE_FILE_H_
