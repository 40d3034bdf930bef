#include "crypto/x25519.h"

#include <sodium.h>

#include "crypto/byte_pointer.h"
#include "crypto/init.h"

namespace vsx::crypto {

absl::StatusOr<SecretBytes> X25519(const SecretBytes& secret_key, std::string_view public_key) {
  Require(InitCrypto().ok(), "libsodium cannot start");
  if (secret_key.size() != kX25519KeySize || public_key.size() != kX25519KeySize) {
    return absl::InvalidArgumentError("an X25519 key has 32 bytes");
  }
  bool agreed = false;
  SecretBytes shared = SecretBytes::Build(kX25519KeySize, [&](absl::Span<uint8_t> out) {
    agreed = crypto_scalarmult(out.data(), BytePointer(secret_key.ExposeSecret()), BytePointer(public_key)) == 0;
  });
  if (!agreed) return absl::InvalidArgumentError("X25519 public key is of small order");
  return shared;
}

absl::StatusOr<std::string> X25519PublicKey(const SecretBytes& secret_key) {
  if (secret_key.size() != kX25519KeySize) return absl::InvalidArgumentError("an X25519 key has 32 bytes");
  std::string public_key(kX25519KeySize, '\0');
  crypto_scalarmult_base(BytePointer(public_key), BytePointer(secret_key.ExposeSecret()));
  return public_key;
}

}  // namespace vsx::crypto
