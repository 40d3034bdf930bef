#ifndef VSX_CRYPTO_SEALING_KEY_H_
#define VSX_CRYPTO_SEALING_KEY_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"

namespace vsx::crypto {

// SealingPublicKey is the X25519 public key under which others seal to a Party. One that exists is not of small order.
// Threads: safe concurrently.
class SealingPublicKey {
 public:
  // Errors: INVALID_ARGUMENT unless `bytes` are 32 and not of small order.
  static absl::StatusOr<SealingPublicKey> FromBytes(std::string_view bytes);

  const std::string& bytes() const { return bytes_; }

  // "x25519:" and the first 16 hexadecimal digits of SHA-256 of the key: a hint, never a proof.
  std::string KeyId() const;

  friend bool operator==(const SealingPublicKey&, const SealingPublicKey&) = default;

 private:
  explicit SealingPublicKey(std::string_view bytes) : bytes_(bytes) {}
  std::string bytes_;
};

// SealingKeyPair opens what was sealed to its public half. Move-only. Threads: const methods are safe concurrently.
class SealingKeyPair {
 public:
  // Errors: INVALID_ARGUMENT unless the secret key has 32 bytes.
  static absl::StatusOr<SealingKeyPair> FromSecretKey(SecretBytes secret_key);
  static SealingKeyPair Generate(RandomSource& random);
  static SealingKeyPair Generate();

  const SealingPublicKey& public_key() const { return public_key_; }
  const SecretBytes& secret_key() const { return secret_key_; }

 private:
  SealingKeyPair(SecretBytes secret_key, SealingPublicKey public_key);

  SecretBytes secret_key_;
  SealingPublicKey public_key_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_SEALING_KEY_H_
