#include "crypto/aead.h"

#include <sodium.h>

#include <utility>

#include "crypto/byte_pointer.h"
#include "crypto/init.h"

namespace vsx::crypto {
namespace {

static_assert(kAeadKeySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kAeadNonceSize == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kAeadTagSize == crypto_aead_xchacha20poly1305_ietf_ABYTES);

const uint8_t* KeyPointer(const SecretBytes& key) {
  Require(key.size() == kAeadKeySize, "an AEAD key has 32 bytes");
  return BytePointer(key.ExposeSecret());
}

absl::Status DoesNotOpen() { return absl::DataLossError("sealed bytes do not open: altered, or under another key"); }

// Writes sealed.size() − kAeadOverhead bytes; sealed must be at least that overhead.
bool DecryptInto(uint8_t* out, const SecretBytes& key, std::string_view associated_data, std::string_view sealed) {
  const std::string_view ciphertext = sealed.substr(kAeadNonceSize);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, BytePointer(ciphertext), ciphertext.size(),
                                                    BytePointer(associated_data), associated_data.size(),
                                                    BytePointer(sealed), KeyPointer(key)) == 0;
}

}  // namespace

std::string AeadEncrypt(const SecretBytes& key, std::string_view associated_data, std::string_view plaintext,
                        RandomSource& random) {
  std::string sealed(kAeadOverhead + plaintext.size(), '\0');
  uint8_t* const nonce = BytePointer(sealed);
  random.Fill(absl::MakeSpan(nonce, kAeadNonceSize));
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kAeadNonceSize, nullptr, BytePointer(plaintext), plaintext.size(),
                                             BytePointer(associated_data), associated_data.size(), nullptr, nonce,
                                             KeyPointer(key));
  return sealed;
}

absl::StatusOr<std::string> AeadDecrypt(const SecretBytes& key, std::string_view associated_data,
                                        std::string_view sealed) {
  if (sealed.size() < kAeadOverhead) return DoesNotOpen();
  std::string plaintext(sealed.size() - kAeadOverhead, '\0');
  if (!DecryptInto(BytePointer(plaintext), key, associated_data, sealed)) return DoesNotOpen();
  return plaintext;
}

absl::StatusOr<SecretBytes> AeadDecryptSecret(const SecretBytes& key, std::string_view associated_data,
                                              std::string_view sealed) {
  if (sealed.size() < kAeadOverhead) return DoesNotOpen();
  bool opened = false;
  SecretBytes plaintext = SecretBytes::Build(sealed.size() - kAeadOverhead, [&](absl::Span<uint8_t> out) {
    opened = DecryptInto(out.data(), key, associated_data, sealed);
  });
  if (!opened) return DoesNotOpen();
  return plaintext;
}

}  // namespace vsx::crypto
