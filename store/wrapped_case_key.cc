#include "store/wrapped_case_key.h"

#include "crypto/aead.h"
#include "crypto/encoding.h"
#include "crypto/keyed_hash.h"
#include "store/byte_codec.h"

namespace vsx::store {
namespace {

constexpr uint8_t kWrappedLayout = 1;

std::string AssociatedData(const CaseKeyId& id) {
  return crypto::LengthPrefixed("vsx/wrapped-case-key/v1").append(id.bytes());
}

}  // namespace

std::string WrappingKeyId(const crypto::SecretBytes& wrapping_key) {
  return crypto::KeyedHash(wrapping_key, crypto::LengthPrefixed("vsx/wrapping-key-id/v1"))
      .substr(0, kWrappingKeyIdSize);
}

std::string WrapCaseKey(const crypto::SecretBytes& wrapping_key, const CaseKeyId& id, const crypto::SecretBytes& key,
                        crypto::RandomSource& random) {
  return ByteWriter()
      .U8(kWrappedLayout)
      .FixedBytes(WrappingKeyId(wrapping_key))
      .FixedBytes(crypto::AeadEncrypt(wrapping_key, AssociatedData(id), key.ExposeSecret(), random))
      .Take();
}

absl::StatusOr<crypto::SecretBytes> UnwrapCaseKey(const crypto::SecretBytes& wrapping_key, const CaseKeyId& id,
                                                  std::string_view wrapped) {
  ByteReader reader(wrapped);
  if (reader.U8() != kWrappedLayout) reader.Fail();
  const std::string wrapped_under = reader.FixedBytes(kWrappingKeyIdSize);
  const std::string sealed = reader.FixedBytes(kCaseKeySize + crypto::kAeadOverhead);
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  if (wrapped_under != WrappingKeyId(wrapping_key)) {
    return absl::FailedPreconditionError(
        "the case key is wrapped under another wrapping key: give the keystore it needs");
  }
  return crypto::AeadDecryptSecret(wrapping_key, AssociatedData(id), sealed);
}

}  // namespace vsx::store
