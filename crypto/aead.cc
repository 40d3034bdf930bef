#include "crypto/aead.h"

#include <sodium.h>

#include <utility>

#include "crypto/aead_in_place.h"
#include "crypto/byte_pointer.h"
#include "crypto/init.h"

namespace vsx::crypto {
namespace {

static_assert(kAeadKeySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kAeadNonceSize == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kAeadTagSize == crypto_aead_xchacha20poly1305_ietf_ABYTES);

const uint8_t* KeyPointer(std::string_view key) {
  Require(key.size() == kAeadKeySize, "an AEAD key has 32 bytes");
  return BytePointer(key);
}

absl::Status DoesNotOpen() { return absl::DataLossError("sealed bytes do not open: altered, or under another key"); }

absl::Span<uint8_t> Writable(std::string& bytes) { return absl::MakeSpan(BytePointer(bytes), bytes.size()); }

}  // namespace

void AeadEncryptInto(absl::Span<uint8_t> out, std::string_view key, std::string_view associated_data,
                     std::string_view plaintext, RandomSource& random) {
  Require(out.size() == kAeadOverhead + plaintext.size(), "size of sealed bytes");
  random.Fill(out.first(kAeadNonceSize));
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kAeadNonceSize, nullptr, BytePointer(plaintext),
                                             plaintext.size(), BytePointer(associated_data), associated_data.size(),
                                             nullptr, out.data(), KeyPointer(key));
}

bool AeadDecryptInto(absl::Span<uint8_t> out, std::string_view key, std::string_view associated_data,
                     std::string_view sealed) {
  Require(sealed.size() == kAeadOverhead + out.size(), "size of opened bytes");
  const std::string_view ciphertext = sealed.substr(kAeadNonceSize);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, BytePointer(ciphertext),
                                                    ciphertext.size(), BytePointer(associated_data),
                                                    associated_data.size(), BytePointer(sealed), KeyPointer(key)) == 0;
}

std::string AeadEncrypt(const SecretBytes& key, std::string_view associated_data, std::string_view plaintext,
                        RandomSource& random) {
  std::string sealed(kAeadOverhead + plaintext.size(), '\0');
  AeadEncryptInto(Writable(sealed), key.ExposeSecret(), associated_data, plaintext, random);
  return sealed;
}

absl::StatusOr<std::string> AeadDecrypt(const SecretBytes& key, std::string_view associated_data,
                                        std::string_view sealed) {
  if (sealed.size() < kAeadOverhead) return DoesNotOpen();
  std::string plaintext(sealed.size() - kAeadOverhead, '\0');
  if (!AeadDecryptInto(Writable(plaintext), key.ExposeSecret(), associated_data, sealed)) return DoesNotOpen();
  return plaintext;
}

absl::StatusOr<SecretBytes> AeadDecryptSecret(const SecretBytes& key, std::string_view associated_data,
                                              std::string_view sealed) {
  if (sealed.size() < kAeadOverhead) return DoesNotOpen();
  bool opened = false;
  SecretBytes plaintext = SecretBytes::Build(sealed.size() - kAeadOverhead, [&](absl::Span<uint8_t> out) {
    opened = AeadDecryptInto(out, key.ExposeSecret(), associated_data, sealed);
  });
  if (!opened) return DoesNotOpen();
  return plaintext;
}

}  // namespace vsx::crypto
