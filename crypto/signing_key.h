#ifndef VSX_CRYPTO_SIGNING_KEY_H_
#define VSX_CRYPTO_SIGNING_KEY_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"
#include "crypto/verify_key.h"

namespace vsx::crypto {

inline constexpr size_t kSigningSeedSize = 32;

// SigningKey is an Ed25519 private key (RFC 8032), move-only. Threads: Sign is safe concurrently.
class SigningKey {
 public:
  // `seed` is RFC 8032's 32-byte private key. Errors: INVALID_ARGUMENT for another size.
  static absl::StatusOr<SigningKey> FromSeed(const SecretBytes& seed);
  static SigningKey Generate(RandomSource& random);
  static SigningKey Generate();

  // The 64-byte signature of `message`; deterministic.
  std::string Sign(std::string_view message) const;

  const VerifyKey& verify_key() const { return verify_key_; }

 private:
  SigningKey(SecretBytes seed_and_public, VerifyKey verify_key);

  SecretBytes seed_and_public_;  // libsodium's 64-byte form
  VerifyKey verify_key_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_SIGNING_KEY_H_
