#ifndef VSX_CRYPTO_SIGNER_H_
#define VSX_CRYPTO_SIGNER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/signing_key.h"
#include "crypto/verify_key.h"

namespace vsx::crypto {

// Signer makes Ed25519 signatures with one key, wherever that key lives (memory, or a PKCS#11 token).
// Threads: every method is safe concurrently. Errors: UNAVAILABLE if the key cannot be reached.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual absl::StatusOr<std::string> Sign(std::string_view message) const = 0;
  virtual const VerifyKey& verify_key() const = 0;
};

// A Signer over a key in this process; it never fails.
class LocalSigner final : public Signer {
 public:
  explicit LocalSigner(SigningKey key);
  absl::StatusOr<std::string> Sign(std::string_view message) const override;
  const VerifyKey& verify_key() const override { return key_.verify_key(); }

 private:
  SigningKey key_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_SIGNER_H_
