#ifndef VSX_CRYPTO_VERIFY_KEY_H_
#define VSX_CRYPTO_VERIFY_KEY_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::crypto {

inline constexpr size_t kVerifyKeySize = 32;
inline constexpr size_t kSignatureSize = 64;

// VerifyKey is an Ed25519 public key (RFC 8032). One that exists is a canonical encoding of a curve point of large
// order. Threads: safe concurrently.
class VerifyKey {
 public:
  // Errors: INVALID_ARGUMENT unless `bytes` are 32 that are canonical, on the curve and not of small order.
  static absl::StatusOr<VerifyKey> FromBytes(std::string_view bytes);

  // Strict and cofactorless: refuses S out of range, small-order R, non-canonical R, and any other size than 64.
  [[nodiscard]] bool Verify(std::string_view message, std::string_view signature) const;

  const std::string& bytes() const { return bytes_; }

  // "ed25519:" and the first 16 hexadecimal digits of SHA-256 of the key: a hint for finding a key, never a proof.
  std::string KeyId() const;

  friend bool operator==(const VerifyKey&, const VerifyKey&) = default;

 private:
  explicit VerifyKey(std::string_view bytes) : bytes_(bytes) {}
  std::string bytes_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_VERIFY_KEY_H_
