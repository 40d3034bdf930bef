#include "crypto/case_cipher.h"

#include "crypto/aead.h"
#include "crypto/aead_in_place.h"
#include "crypto/byte_pointer.h"
#include "crypto/hkdf_in_place.h"
#include "crypto/init.h"

namespace vsx::crypto {

CaseCipher::CaseCipher(const SecretBytes& data_key)
    : value_key_(WipedBytes<kAeadKeySize>::Build([&data_key](absl::Span<uint8_t> out) {
        Require(data_key.size() == kAeadKeySize, "a case's data key has 32 bytes");
        DeriveKeyInto(out, data_key.ExposeSecret(), KeyUse::kCaseValue, {});
      })) {}

std::string CaseCipher::Encrypt(std::string_view associated_data, std::string_view plaintext,
                                RandomSource& random) const {
  std::string sealed(kAeadOverhead + plaintext.size(), '\0');
  AeadEncryptInto(absl::MakeSpan(BytePointer(sealed), sealed.size()), value_key_.ExposeSecret(), associated_data,
                  plaintext, random);
  return sealed;
}

absl::StatusOr<std::string> CaseCipher::Decrypt(std::string_view associated_data, std::string_view sealed) const {
  const absl::Status does_not_open = absl::DataLossError("a sealed value does not open: altered, or under another key");
  if (sealed.size() < kAeadOverhead) return does_not_open;
  std::string plaintext(sealed.size() - kAeadOverhead, '\0');
  const bool opened = AeadDecryptInto(absl::MakeSpan(BytePointer(plaintext), plaintext.size()),
                                      value_key_.ExposeSecret(), associated_data, sealed);
  if (!opened) return does_not_open;
  return plaintext;
}

}  // namespace vsx::crypto
