#include "crypto/verify_key.h"

#include <sodium.h>

#include <array>
#include <cstring>

#include "crypto/byte_pointer.h"
#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/init.h"

namespace vsx::crypto {
namespace {

using Point = std::array<uint8_t, crypto_core_ed25519_BYTES>;

constexpr Point kIdentity = {1};

// True for canonical encodings of curve points whose order is not 1, 2, 4 or 8. libsodium's own validity check would
// also refuse points with a small-order component, which its strict verification accepts; a key must mean the same in
// both.
bool IsUsablePoint(const Point& point) {
  Point sum;
  // Adding the identity decodes, checks the curve and encodes canonically.
  if (crypto_core_ed25519_add(sum.data(), point.data(), kIdentity.data()) != 0 || sum != point) return false;
  for (int doubling = 0; doubling < 3; ++doubling) {
    const Point half = sum;
    if (crypto_core_ed25519_add(sum.data(), half.data(), half.data()) != 0) return false;
  }
  return sum != kIdentity;
}

}  // namespace

absl::StatusOr<VerifyKey> VerifyKey::FromBytes(std::string_view bytes) {
  Require(InitCrypto().ok(), "libsodium cannot start");
  if (bytes.size() != kVerifyKeySize) return absl::InvalidArgumentError("an Ed25519 public key has 32 bytes");
  Point point;
  std::memcpy(point.data(), bytes.data(), point.size());
  if (!IsUsablePoint(point)) {
    return absl::InvalidArgumentError("Ed25519 public key is no canonical curve point of large order");
  }
  return VerifyKey(bytes);
}

bool VerifyKey::Verify(std::string_view message, std::string_view signature) const {
  if (signature.size() != kSignatureSize) return false;
  return crypto_sign_verify_detached(BytePointer(signature), BytePointer(message), message.size(),
                                     BytePointer(bytes_)) == 0;
}

std::string VerifyKey::KeyId() const { return "ed25519:" + ToHex(Sha256(bytes_)).substr(0, 16); }

}  // namespace vsx::crypto
