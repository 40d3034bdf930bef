#include "crypto/x25519.h"

#include <gtest/gtest.h>

#include <map>

#include "crypto/encoding.h"
#include "crypto/sealing_key.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

TEST(X25519Test, AgreesWithEveryWycheproofVector) {
  std::map<std::string, int> agreed;
  int refused = 0;
  const nlohmann::json vectors = LoadVectors("wycheproof/x25519_test.json");
  for (const auto& group : vectors["testGroups"]) {
    for (const auto& test : group["tests"]) {
      const absl::StatusOr<SecretBytes> shared =
          X25519(SecretBytes::CopyFrom(Bytes(test["private"])), Bytes(test["public"]));
      if (shared.ok()) {
        EXPECT_EQ(ToHex(shared->ExposeSecret()), test["shared"].get<std::string>()) << test["tcId"];
        ++agreed[test["result"]];
      } else {
        EXPECT_EQ(test["result"], "acceptable") << test["tcId"];
        EXPECT_EQ(test["shared"], std::string(64, '0')) << test["tcId"];
        ++refused;
      }
    }
  }
  EXPECT_EQ(agreed["valid"], 264);
  EXPECT_EQ(agreed["acceptable"], 254 - 31);
  EXPECT_EQ(refused, 31);
}

// Made with a Montgomery ladder in Python.
TEST(X25519Test, PublicKeyIsTheMultipleOfTheBasePoint) {
  const absl::StatusOr<std::string> key =
      X25519PublicKey(SecretBytes::CopyFrom(Bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")));
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(ToHex(*key), "8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f");
}

TEST(X25519Test, RefusesOtherSizes) {
  EXPECT_FALSE(X25519(SecretBytes::Random(31), std::string(32, '\x09')).ok());
  EXPECT_FALSE(X25519(SecretBytes::Random(32), std::string(33, '\x09')).ok());
  EXPECT_FALSE(X25519PublicKey(SecretBytes::Random(33)).ok());
}

TEST(SealingKeyTest, RefusesPublicKeysOfSmallOrder) {
  EXPECT_EQ(SealingPublicKey::FromBytes(std::string(32, '\0')).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(SealingPublicKey::FromBytes("\x01" + std::string(31, '\0')).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(SealingPublicKey::FromBytes(std::string(31, '\x09')).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(SealingPublicKey::FromBytes("\x09" + std::string(31, '\0')).ok());
}

TEST(SealingKeyTest, TwoPairsAgreeOnASecret) {
  const SealingKeyPair one = SealingKeyPair::Generate();
  const SealingKeyPair two = SealingKeyPair::Generate();
  const absl::StatusOr<SecretBytes> forth = X25519(one.secret_key(), two.public_key().bytes());
  const absl::StatusOr<SecretBytes> back = X25519(two.secret_key(), one.public_key().bytes());
  ASSERT_TRUE(forth.ok() && back.ok());
  EXPECT_TRUE(*forth == *back);
  EXPECT_FALSE(one.public_key() == two.public_key());
  EXPECT_EQ(one.public_key().KeyId().substr(0, 7), "x25519:");
  EXPECT_EQ(one.public_key().KeyId().size(), 23u);
}

}  // namespace
}  // namespace vsx::crypto
