#include "store/sealed_value.h"

#include "crypto/case_cipher.h"
#include "crypto/encoding.h"
#include "store/byte_codec.h"

namespace vsx::store {
namespace {

constexpr uint8_t kSealedLayout = 1;
constexpr size_t kHeaderSize = 1 + CaseKeyId::kSize;

std::string AssociatedData(Table table, std::string_view row_key) {
  std::string label = "vsx/store/";
  label.append(TableName(table)).append("/v1");
  return crypto::LengthPrefixed(label) + crypto::LengthPrefixed(row_key);
}

}  // namespace

std::string SealValue(Table table, std::string_view row_key, const CaseKeyId& case_key_id,
                      const crypto::SecretBytes& case_key, std::string_view plaintext, crypto::RandomSource& random) {
  return ByteWriter()
      .U8(kSealedLayout)
      .FixedBytes(case_key_id.bytes())
      .FixedBytes(crypto::CaseCipher(case_key).Encrypt(AssociatedData(table, row_key), plaintext, random))
      .Take();
}

absl::StatusOr<CaseKeyId> SealedUnder(std::string_view sealed) {
  if (sealed.size() < kHeaderSize || static_cast<uint8_t>(sealed[0]) != kSealedLayout) {
    return absl::DataLossError("a sealed value is truncated or has an unknown layout");
  }
  return CaseKeyId::FromBytes(sealed.substr(1, CaseKeyId::kSize));
}

absl::StatusOr<std::string> OpenValue(Table table, std::string_view row_key, std::string_view sealed,
                                      const CaseKeyVault& vault) {
  absl::StatusOr<CaseKeyId> id = SealedUnder(sealed);
  if (!id.ok()) return id.status();
  absl::StatusOr<crypto::SecretBytes> key = vault.Read(*id);
  if (!key.ok()) return key.status();
  return OpenValue(table, row_key, sealed, *id, *key);
}

absl::StatusOr<std::string> OpenValue(Table table, std::string_view row_key, std::string_view sealed,
                                      const CaseKeyId& case_key_id, const crypto::SecretBytes& case_key) {
  absl::StatusOr<CaseKeyId> id = SealedUnder(sealed);
  if (!id.ok()) return id.status();
  if (*id != case_key_id) return absl::DataLossError("a sealed value belongs to another case");
  return crypto::CaseCipher(case_key).Decrypt(AssociatedData(table, row_key), sealed.substr(kHeaderSize));
}

}  // namespace vsx::store
