#include "crypto/signing_key.h"

#include <gtest/gtest.h>

#include "crypto/signer.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

TEST(SigningKeyTest, SignsAsRfc8032Has) {
  int count = 0;
  const nlohmann::json vectors = LoadVectors("ed25519/rfc8032.json");
  for (const auto& test : vectors["vectors"]) {
    const absl::StatusOr<SigningKey> key = SigningKey::FromSeed(SecretBytes::CopyFrom(Bytes(test["secret_key"])));
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(key->verify_key().bytes(), Bytes(test["public_key"]));
    EXPECT_EQ(key->Sign(Bytes(test["message"])), Bytes(test["signature"])) << test["name"];
    EXPECT_TRUE(key->verify_key().Verify(Bytes(test["message"]), Bytes(test["signature"])));
    ++count;
  }
  EXPECT_EQ(count, 5);
}

TEST(SigningKeyTest, SeedsHaveThirtyTwoBytes) {
  for (const size_t size : {0u, 31u, 33u, 64u}) {
    EXPECT_EQ(SigningKey::FromSeed(SecretBytes::Random(size)).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(SigningKeyTest, GenerateTakesItsSeedFromTheSource) {
  FixedRandomSource random(std::string(32, '\x07'));
  const SigningKey key = SigningKey::Generate(random);
  const absl::StatusOr<SigningKey> same = SigningKey::FromSeed(SecretBytes::CopyFrom(std::string(32, '\x07')));
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_EQ(key.verify_key(), same->verify_key());
  EXPECT_FALSE(SigningKey::Generate().verify_key() == SigningKey::Generate().verify_key());
}

TEST(SigningKeyTest, KeyIdIsAlgorithmAndHash) {
  const absl::StatusOr<VerifyKey> key =
      VerifyKey::FromBytes(Bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->KeyId(), "ed25519:21fe31dfa154a261");
}

TEST(LocalSignerTest, SignsWithItsKey) {
  const LocalSigner signer(SigningKey::Generate());
  const absl::StatusOr<std::string> signature = signer.Sign("message");
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_TRUE(signer.verify_key().Verify("message", *signature));
  EXPECT_FALSE(signer.verify_key().Verify("messagf", *signature));
}

}  // namespace
}  // namespace vsx::crypto
