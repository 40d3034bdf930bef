#ifndef VSX_CRYPTO_CASE_CIPHER_H_
#define VSX_CRYPTO_CASE_CIPHER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"
#include "crypto/wiped_bytes.h"

namespace vsx::crypto {

// CaseCipher seals the values of one case under its data key: whoever destroys the data key has erased the case
// (protocol §9). The key that encrypts is DeriveKey(data key, KeyUse::kCaseValue), so that the data key can serve other
// uses too; it lives as long as this, which is for one piece of work. Threads: const methods are safe concurrently.
class CaseCipher {
 public:
  // `data_key` has 32 bytes; another size ends the process.
  explicit CaseCipher(const SecretBytes& data_key);

  // nonce 24 ‖ ciphertext ‖ tag 16, XChaCha20-Poly1305-IETF. `associated_data` says where the value belongs.
  std::string Encrypt(std::string_view associated_data, std::string_view plaintext, RandomSource& random) const;

  // Errors: DATA_LOSS if `sealed` was altered or belongs to another case or place.
  absl::StatusOr<std::string> Decrypt(std::string_view associated_data, std::string_view sealed) const;

 private:
  WipedBytes<32> value_key_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_CASE_CIPHER_H_
