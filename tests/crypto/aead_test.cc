#include "crypto/aead.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

TEST(AeadTest, AgreesWithEveryWycheproofVector) {
  int valid = 0;
  int refused = 0;
  int other_nonce_size = 0;
  const nlohmann::json vectors = LoadVectors("wycheproof/xchacha20_poly1305_test.json");
  for (const auto& group : vectors["testGroups"]) {
    for (const auto& test : group["tests"]) {
      SCOPED_TRACE(test["tcId"].dump());
      const SecretBytes key = SecretBytes::CopyFrom(Bytes(test["key"]));
      const std::string sealed = Bytes(test["iv"]) + Bytes(test["ct"]) + Bytes(test["tag"]);
      const absl::StatusOr<std::string> opened = AeadDecrypt(key, Bytes(test["aad"]), sealed);
      if (test["result"] == "valid") {
        ASSERT_TRUE(opened.ok()) << opened.status();
        EXPECT_EQ(*opened, Bytes(test["msg"]));
        FixedRandomSource nonce(Bytes(test["iv"]));
        EXPECT_EQ(AeadEncrypt(key, Bytes(test["aad"]), Bytes(test["msg"]), nonce), sealed);
        ++valid;
      } else {
        EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss);
        ++(group["ivSize"] == 192 ? refused : other_nonce_size);
      }
    }
  }
  EXPECT_EQ(valid, 246);
  EXPECT_EQ(refused, 60);
  EXPECT_EQ(other_nonce_size, 9);
}

TEST(AeadTest, EveryNonceIsFresh) {
  const SecretBytes key = SecretBytes::Random(kAeadKeySize);
  SystemRandomSource random;
  const std::string first = AeadEncrypt(key, "", "same", random);
  const std::string second = AeadEncrypt(key, "", "same", random);
  EXPECT_EQ(first.size(), 4 + kAeadOverhead);
  EXPECT_NE(first.substr(0, kAeadNonceSize), second.substr(0, kAeadNonceSize));
}

TEST(AeadTest, EveryCutAndEveryFlippedBitIsRefused) {
  const SecretBytes key = SecretBytes::Random(kAeadKeySize);
  SystemRandomSource random;
  const std::string sealed = AeadEncrypt(key, "place", "content", random);
  ASSERT_TRUE(AeadDecrypt(key, "place", sealed).ok());
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_EQ(AeadDecrypt(key, "place", sealed.substr(0, size)).status().code(), absl::StatusCode::kDataLoss) << size;
  }
  for (size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
    std::string altered = sealed;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_EQ(AeadDecrypt(key, "place", altered).status().code(), absl::StatusCode::kDataLoss) << bit;
  }
  EXPECT_FALSE(AeadDecrypt(key, "plac", sealed).ok());
  EXPECT_FALSE(AeadDecrypt(SecretBytes::Random(kAeadKeySize), "place", sealed).ok());
}

TEST(AeadTest, AKeyUnwrapsIntoSecretMemory) {
  const SecretBytes wrapping = SecretBytes::Random(kAeadKeySize);
  const SecretBytes wrapped = SecretBytes::Random(kAeadKeySize);
  SystemRandomSource random;
  const std::string sealed = AeadEncrypt(wrapping, "id", wrapped.ExposeSecret(), random);
  const absl::StatusOr<SecretBytes> opened = AeadDecryptSecret(wrapping, "id", sealed);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE(*opened == wrapped);
  EXPECT_EQ(AeadDecryptSecret(wrapping, "other id", sealed).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(AeadDecryptSecret(wrapping, "id", "short").status().code(), absl::StatusCode::kDataLoss);
}

TEST(AeadTest, NothingCanBeSealedToo) {
  const SecretBytes key = SecretBytes::Random(kAeadKeySize);
  SystemRandomSource random;
  const std::string sealed = AeadEncrypt(key, {}, {}, random);
  EXPECT_EQ(sealed.size(), kAeadOverhead);
  ASSERT_TRUE(AeadDecrypt(key, {}, sealed).ok());
  const absl::StatusOr<SecretBytes> secret = AeadDecryptSecret(key, {}, sealed);
  ASSERT_TRUE(secret.ok()) << secret.status();
  EXPECT_TRUE(secret->empty());
}

TEST(AeadDeathTest, KeysHaveThirtyTwoBytes) {
  SystemRandomSource random;
  EXPECT_DEATH(AeadEncrypt(SecretBytes::Random(31), "", "x", random), "32 bytes");
}

}  // namespace
}  // namespace vsx::crypto
