#ifndef VSX_CRYPTO_SEALED_BOX_H_
#define VSX_CRYPTO_SEALED_BOX_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/sealing_key.h"

// Sealing to a Party (protocol §1): a fresh content key in a libsodium sealed box (X25519), the content under that key.
// It hides; it does not say who sealed: what is sealed is a signed statement. Bytes: version 1 ‖ LP(sealed box of the
// 32-byte content key, 80 bytes) ‖ nonce 24 ‖ XChaCha20-Poly1305-IETF ciphertext ‖ tag 16, with associated data
// LP(sender) ‖ LP(recipient) ‖ LP(type) ‖ id.

namespace vsx::crypto {

inline constexpr size_t kMaxSealedSize = size_t{1} << 20;  // of the sealed bytes, as a message on the wire
inline constexpr size_t kSealedOverhead = 1 + 4 + 80 + 24 + 16;

// What sealed content is bound to: it opens only where all four are the same.
struct SealContext {
  std::string_view sender;     // Party code, ASCII
  std::string_view recipient;  // Party code, ASCII
  std::string_view type;       // what the content is
  std::string_view id;         // the delivery's id, bytes
};

// Content key and nonce are drawn from `random`. The ephemeral key of the sealed box is libsodium's own draw:
// crypto_box_seal takes none, and a box put together here would be cryptography of our own.
// Errors: INVALID_ARGUMENT if the result would pass kMaxSealedSize.
absl::StatusOr<std::string> Seal(const SealingPublicKey& recipient_key, const SealContext& context,
                                 std::string_view content, RandomSource& random);

// Errors: INVALID_ARGUMENT for bytes of another form or too many, and if they do not open: altered, sealed to another
// key or for another context (which of these cannot be told).
absl::StatusOr<std::string> Open(const SealingKeyPair& key_pair, const SealContext& context, std::string_view sealed);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_SEALED_BOX_H_
