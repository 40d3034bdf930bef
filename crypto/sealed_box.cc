#include "crypto/sealed_box.h"

#include <sodium.h>

#include "crypto/aead.h"
#include "crypto/byte_pointer.h"
#include "crypto/encoding.h"
#include "crypto/init.h"

namespace vsx::crypto {
namespace {

constexpr char kSealedVersion = 1;
constexpr size_t kBoxSize = crypto_box_SEALBYTES + kAeadKeySize;
static_assert(kSealedOverhead == 1 + 4 + kBoxSize + kAeadOverhead);

std::string AssociatedData(const SealContext& context) {
  std::string out = LengthPrefixed(context.sender);
  AppendLengthPrefixed(out, context.recipient);
  AppendLengthPrefixed(out, context.type);
  out.append(context.id);
  return out;
}

// Version and the length of the box: the same for all sealed bytes of this version.
std::string Prefix() {
  std::string prefix(1, kSealedVersion);
  AppendU32Be(prefix, kBoxSize);
  return prefix;
}

absl::Status DoesNotOpen() { return absl::InvalidArgumentError("sealed content does not open"); }

}  // namespace

absl::StatusOr<std::string> Seal(const SealingPublicKey& recipient_key, const SealContext& context,
                                 std::string_view content, RandomSource& random) {
  if (content.size() > kMaxSealedSize - kSealedOverhead) {
    return absl::InvalidArgumentError("content to seal is longer than a message may be");
  }
  const SecretBytes content_key = SecretBytes::Random(kAeadKeySize, random);
  std::string box(kBoxSize, '\0');
  Require(crypto_box_seal(BytePointer(box), BytePointer(content_key.ExposeSecret()), content_key.size(),
                          BytePointer(recipient_key.bytes())) == 0,
          "a valid sealing key seals");
  return Prefix() + box + AeadEncrypt(content_key, AssociatedData(context), content, random);
}

absl::StatusOr<std::string> Open(const SealingKeyPair& key_pair, const SealContext& context, std::string_view sealed) {
  if (sealed.size() > kMaxSealedSize)
    return absl::InvalidArgumentError("sealed content is longer than a message may be");
  if (sealed.size() < kSealedOverhead) return absl::InvalidArgumentError("sealed content is too short");
  const std::string prefix = Prefix();
  if (sealed.substr(0, prefix.size()) != prefix) {
    return absl::InvalidArgumentError("sealed content is of an unknown version or form");
  }
  const std::string_view box = sealed.substr(prefix.size(), kBoxSize);
  bool opened = false;
  const SecretBytes content_key = SecretBytes::Build(kAeadKeySize, [&](absl::Span<uint8_t> out) {
    opened = crypto_box_seal_open(out.data(), BytePointer(box), box.size(), BytePointer(key_pair.public_key().bytes()),
                                  BytePointer(key_pair.secret_key().ExposeSecret())) == 0;
  });
  if (!opened) return DoesNotOpen();
  absl::StatusOr<std::string> content =
      AeadDecrypt(content_key, AssociatedData(context), sealed.substr(prefix.size() + kBoxSize));
  if (!content.ok()) return DoesNotOpen();
  return content;
}

}  // namespace vsx::crypto
