#include "crypto/signing_key.h"

#include <sodium.h>

#include <utility>

#include "crypto/byte_pointer.h"
#include "crypto/init.h"

namespace vsx::crypto {

SigningKey::SigningKey(SecretBytes seed_and_public, VerifyKey verify_key)
    : seed_and_public_(std::move(seed_and_public)), verify_key_(std::move(verify_key)) {}

absl::StatusOr<SigningKey> SigningKey::FromSeed(const SecretBytes& seed) {
  if (seed.size() != kSigningSeedSize) return absl::InvalidArgumentError("an Ed25519 private key has 32 bytes");
  std::string public_bytes(kVerifyKeySize, '\0');
  SecretBytes seed_and_public = SecretBytes::Build(crypto_sign_SECRETKEYBYTES, [&](absl::Span<uint8_t> out) {
    crypto_sign_seed_keypair(BytePointer(public_bytes), out.data(), BytePointer(seed.ExposeSecret()));
  });
  absl::StatusOr<VerifyKey> verify_key = VerifyKey::FromBytes(public_bytes);
  if (!verify_key.ok()) return verify_key.status();
  return SigningKey(std::move(seed_and_public), *std::move(verify_key));
}

SigningKey SigningKey::Generate(RandomSource& random) {
  absl::StatusOr<SigningKey> key = FromSeed(SecretBytes::Random(kSigningSeedSize, random));
  Require(key.ok(), "a fresh Ed25519 key");
  return *std::move(key);
}

SigningKey SigningKey::Generate() {
  SystemRandomSource random;
  return Generate(random);
}

std::string SigningKey::Sign(std::string_view message) const {
  std::string signature(kSignatureSize, '\0');
  crypto_sign_detached(BytePointer(signature), nullptr, BytePointer(message), message.size(),
                       BytePointer(seed_and_public_.ExposeSecret()));
  return signature;
}

}  // namespace vsx::crypto
