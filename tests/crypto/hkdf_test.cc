#include "crypto/hkdf.h"

#include <gtest/gtest.h>

#include <array>

#include "crypto/encoding.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

std::string Sequence(size_t size) {
  std::string out;
  for (size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(i));
  return out;
}

TEST(HkdfTest, AgreesWithEveryWycheproofVector) {
  int valid = 0;
  int refused = 0;
  const nlohmann::json vectors = LoadVectors("wycheproof/hkdf_sha512_test.json");
  for (const auto& group : vectors["testGroups"]) {
    for (const auto& test : group["tests"]) {
      SCOPED_TRACE(test["tcId"].dump());
      const SecretBytes key = HkdfExtract(Bytes(test["salt"]), SecretBytes::CopyFrom(Bytes(test["ikm"])));
      const absl::StatusOr<SecretBytes> output = HkdfExpand(key, Bytes(test["info"]), test["size"].get<size_t>());
      if (test["result"] == "valid") {
        ASSERT_TRUE(output.ok()) << output.status();
        EXPECT_EQ(ToHex(output->ExposeSecret()), test["okm"].get<std::string>());
        ++valid;
      } else {
        EXPECT_EQ(output.status().code(), absl::StatusCode::kInvalidArgument);
        ++refused;
      }
    }
  }
  EXPECT_EQ(valid, 80);
  EXPECT_EQ(refused, 3);
}

TEST(HkdfTest, RefusesNoOutputAndTooMuch) {
  const SecretBytes key = HkdfExtract("", SecretBytes::CopyFrom("input"));
  EXPECT_FALSE(HkdfExpand(key, "", 0).ok());
  EXPECT_TRUE(HkdfExpand(key, "", kHkdfMaxOutput).ok());
  EXPECT_FALSE(HkdfExpand(key, "", kHkdfMaxOutput + 1).ok());
}

// Made with Python's hmac and hashlib.
TEST(DeriveKeyTest, GoldenValues) {
  const SecretBytes input = SecretBytes::CopyFrom(Sequence(32));
  EXPECT_EQ(ToHex(DeriveKey(input, KeyUse::kCaseValue).ExposeSecret()),
            "c0b8b47b31155b160b241dc1c2d49f7a0eace89d24d4a69364eedb7815d6ceed");
  EXPECT_EQ(
      ToHex(DeriveKey(input, KeyUse::kCasePseudonym, "ctx", 80).ExposeSecret()),
      "401b1b68c04f0afca11570b9f68d0b0aa6c22fca11fe12b7ef0a926c11d973befa3e95375682e85ca69afb499e37318894428d75c5d"
      "9006692efcd41641cbc1cc086855c003ee48f115c31bde93a25e3");
}

TEST(DeriveKeyTest, EveryUseHasAVersionedLabelOfItsOwn) {
  EXPECT_EQ(KeyUseLabel(KeyUse::kCaseValue), "vsx/case-value/v1");
  EXPECT_EQ(KeyUseLabel(KeyUse::kCasePseudonym), "vsx/case-pseudonym/v1");
  EXPECT_EQ(KeyUseLabel(KeyUse::kIndexTag), "vsx/tag/v1");
  EXPECT_EQ(KeyUseLabel(KeyUse::kIndexKey), "vsx/key/v1");
}

TEST(DeriveKeyDeathTest, RefusesAnImpossibleSize) {
  EXPECT_DEATH(DeriveKey(SecretBytes::CopyFrom("x"), KeyUse::kCaseValue, "", 0), "size of a derived key");
}

}  // namespace
}  // namespace vsx::crypto
