#include "crypto/case_cipher.h"

#include "crypto/aead.h"
#include "crypto/hkdf.h"
#include "crypto/init.h"

namespace vsx::crypto {

CaseCipher::CaseCipher(const SecretBytes& data_key) : value_key_(DeriveKey(data_key, KeyUse::kCaseValue)) {
  Require(data_key.size() == kAeadKeySize, "a case's data key has 32 bytes");
}

std::string CaseCipher::Encrypt(std::string_view associated_data, std::string_view plaintext,
                                RandomSource& random) const {
  return AeadEncrypt(value_key_, associated_data, plaintext, random);
}

absl::StatusOr<std::string> CaseCipher::Decrypt(std::string_view associated_data, std::string_view sealed) const {
  return AeadDecrypt(value_key_, associated_data, sealed);
}

}  // namespace vsx::crypto
