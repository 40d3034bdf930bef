#include "crypto/case_cipher.h"

#include <gtest/gtest.h>

#include "crypto/aead.h"
#include "crypto/case_pseudonym.h"
#include "crypto/encoding.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

SecretBytes ExampleDataKey() {
  return SecretBytes::CopyFrom(Bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
}

TEST(CaseCipherTest, OpensWhatItSealedForThatPlace) {
  const CaseCipher cipher(ExampleDataKey());
  SystemRandomSource random;
  const std::string sealed = cipher.Encrypt("table/row", "sample content", random);
  EXPECT_EQ(sealed.size(), std::string_view("sample content").size() + kAeadOverhead);
  EXPECT_EQ(sealed.find("sample"), std::string::npos);
  const absl::StatusOr<std::string> opened = CaseCipher(ExampleDataKey()).Decrypt("table/row", sealed);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(*opened, "sample content");
}

TEST(CaseCipherTest, AMovedOrForeignValueIsDataLoss) {
  SystemRandomSource random;
  const std::string sealed = CaseCipher(ExampleDataKey()).Encrypt("table/row", "sample content", random);
  EXPECT_EQ(CaseCipher(ExampleDataKey()).Decrypt("table/row2", sealed).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(CaseCipher(SecretBytes::Random(32)).Decrypt("table/row", sealed).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(CaseCipher(ExampleDataKey()).Decrypt("table/row", "").status().code(), absl::StatusCode::kDataLoss);
}

TEST(CaseCipherTest, EncryptsUnderTheDerivedKey) {
  const SecretBytes value_key =
      SecretBytes::CopyFrom(Bytes("c0b8b47b31155b160b241dc1c2d49f7a0eace89d24d4a69364eedb7815d6ceed"));
  SystemRandomSource random;
  const std::string sealed = CaseCipher(ExampleDataKey()).Encrypt("row", "content", random);
  EXPECT_TRUE(AeadDecrypt(value_key, "row", sealed).ok());
  EXPECT_FALSE(AeadDecrypt(ExampleDataKey(), "row", sealed).ok());
}

TEST(CaseCipherDeathTest, DataKeysHaveThirtyTwoBytes) { EXPECT_DEATH(CaseCipher(SecretBytes::Random(16)), "32 bytes"); }

// Made with Python's hmac and hashlib.
TEST(CasePseudonymTest, GoldenValue) {
  EXPECT_EQ(ToHex(CasePseudonym(ExampleDataKey(), "example case id.")),
            "fe3e524fefa08070f477f9753ad9213431bb119663445993b51336698c9e5b1f");
}

TEST(CasePseudonymTest, DependsOnKeyAndCase) {
  EXPECT_NE(CasePseudonym(ExampleDataKey(), "example case id."), CasePseudonym(ExampleDataKey(), "another case id."));
  EXPECT_NE(CasePseudonym(ExampleDataKey(), "example case id."),
            CasePseudonym(SecretBytes::Random(32), "example case id."));
}

}  // namespace
}  // namespace vsx::crypto
