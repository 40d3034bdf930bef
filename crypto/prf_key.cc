#include "crypto/prf_key.h"

#include <sodium.h>

#include <utility>

#include "crypto/byte_pointer.h"
#include "crypto/init.h"
#include "crypto/prf_suite.h"

namespace vsx::crypto {

absl::StatusOr<PrfPublicKey> PrfPublicKey::Create(std::string_view bytes) {
  Require(InitCrypto().ok(), "libsodium cannot start");
  if (!IsElement(bytes)) {
    return absl::InvalidArgumentError("a PRF public key is the canonical encoding of an element, not of the identity");
  }
  return PrfPublicKey(bytes);
}

PrfPrivateKey::PrfPrivateKey(SecretBytes scalar, PrfPublicKey public_key)
    : scalar_(std::move(scalar)), public_key_(std::move(public_key)) {}

absl::StatusOr<PrfPrivateKey> PrfPrivateKey::Derive(const SecretBytes& seed, std::string_view info) {
  absl::StatusOr<SecretBytes> scalar = DerivePrfScalar(PrfSuite::Of(PrfMode::kVoprf), seed, info);
  if (!scalar.ok()) return scalar.status();
  std::string public_bytes(kPrfElementSize, '\0');
  Require(crypto_scalarmult_ristretto255_base(BytePointer(public_bytes), BytePointer(scalar->ExposeSecret())) == 0,
          "a PRF key is not zero");
  absl::StatusOr<PrfPublicKey> public_key = PrfPublicKey::Create(public_bytes);
  if (!public_key.ok()) return public_key.status();
  return PrfPrivateKey(*std::move(scalar), *std::move(public_key));
}

}  // namespace vsx::crypto
