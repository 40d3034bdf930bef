#include "crypto/sealing_key.h"

#include <utility>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/init.h"
#include "crypto/x25519.h"

namespace vsx::crypto {

absl::StatusOr<SealingPublicKey> SealingPublicKey::FromBytes(std::string_view bytes) {
  // Every X25519 scalar is a multiple of eight, so that any one of them shows a point of small order.
  static const SecretBytes probe = SecretBytes::CopyFrom(std::string(kX25519KeySize, '\x01'));
  if (absl::StatusOr<SecretBytes> shared = X25519(probe, bytes); !shared.ok()) return shared.status();
  return SealingPublicKey(bytes);
}

std::string SealingPublicKey::KeyId() const { return "x25519:" + ToHex(Sha256(bytes_)).substr(0, 16); }

SealingKeyPair::SealingKeyPair(SecretBytes secret_key, SealingPublicKey public_key)
    : secret_key_(std::move(secret_key)), public_key_(std::move(public_key)) {}

absl::StatusOr<SealingKeyPair> SealingKeyPair::FromSecretKey(SecretBytes secret_key) {
  absl::StatusOr<std::string> public_bytes = X25519PublicKey(secret_key);
  if (!public_bytes.ok()) return public_bytes.status();
  absl::StatusOr<SealingPublicKey> public_key = SealingPublicKey::FromBytes(*public_bytes);
  if (!public_key.ok()) return public_key.status();
  return SealingKeyPair(std::move(secret_key), *std::move(public_key));
}

SealingKeyPair SealingKeyPair::Generate(RandomSource& random) {
  absl::StatusOr<SealingKeyPair> pair = FromSecretKey(SecretBytes::Random(kX25519KeySize, random));
  Require(pair.ok(), "a fresh X25519 key");
  return *std::move(pair);
}

SealingKeyPair SealingKeyPair::Generate() {
  SystemRandomSource random;
  return Generate(random);
}

}  // namespace vsx::crypto
