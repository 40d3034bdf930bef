#ifndef VSX_CRYPTO_PRF_KEY_H_
#define VSX_CRYPTO_PRF_KEY_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/secret_bytes.h"

namespace vsx::crypto {

inline constexpr size_t kPrfSeedSize = 32;
inline constexpr size_t kPrfElementSize = 32;

// PrfPublicKey says which key of the blind PRF a proof must be for. One that exists is the canonical encoding of an
// element other than the identity. Threads: safe concurrently.
class PrfPublicKey {
 public:
  // Errors: INVALID_ARGUMENT for anything else.
  static absl::StatusOr<PrfPublicKey> Create(std::string_view bytes);

  const std::string& bytes() const { return bytes_; }

  friend bool operator==(const PrfPublicKey&, const PrfPublicKey&) = default;

 private:
  explicit PrfPublicKey(std::string_view bytes) : bytes_(bytes) {}
  std::string bytes_;
};

// PrfPrivateKey is a key of the blind PRF (RFC 9497 VOPRF mode, ristretto255-SHA512): a scalar other than zero and its
// public half. Move-only. Threads: const methods are safe concurrently.
class PrfPrivateKey {
 public:
  // DeriveKeyPair of RFC 9497 §3.2.1: the same seed and info always give the same key.
  // Errors: INVALID_ARGUMENT unless `seed` has 32 bytes and `info` at most 65,535.
  static absl::StatusOr<PrfPrivateKey> Derive(const SecretBytes& seed, std::string_view info);

  const PrfPublicKey& public_key() const { return public_key_; }

  // 32 bytes, little-endian.
  const SecretBytes& scalar() const { return scalar_; }

 private:
  PrfPrivateKey(SecretBytes scalar, PrfPublicKey public_key);

  SecretBytes scalar_;
  PrfPublicKey public_key_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_PRF_KEY_H_
