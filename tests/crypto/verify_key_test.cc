#include "crypto/verify_key.h"

#include <gtest/gtest.h>

#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

// What the project makes of a public key, message and signature from outside.
bool Accepts(const std::string& public_key, const std::string& message, const std::string& signature) {
  const absl::StatusOr<VerifyKey> key = VerifyKey::FromBytes(public_key);
  return key.ok() && key->Verify(message, signature);
}

TEST(VerifyKeyTest, AgreesWithEveryWycheproofVector) {
  int count = 0;
  const nlohmann::json vectors = LoadVectors("wycheproof/ed25519_test.json");
  for (const auto& group : vectors["testGroups"]) {
    const std::string public_key = Bytes(group["publicKey"]["pk"]);
    for (const auto& test : group["tests"]) {
      EXPECT_EQ(Accepts(public_key, Bytes(test["msg"]), Bytes(test["sig"])), test["result"] == "valid") << test["tcId"];
      ++count;
    }
  }
  EXPECT_EQ(count, 151);
}

TEST(VerifyKeyTest, GivesTheStrictVerdictOnEdgeCases) {
  int count = 0;
  const nlohmann::json vectors = LoadVectors("ed25519/speccheck.json");
  for (const auto& test : vectors["cases"]) {
    EXPECT_EQ(Accepts(Bytes(test["public_key"]), Bytes(test["message"]), Bytes(test["signature"])),
              test["strict"].get<bool>())
        << test["case"];
    ++count;
  }
  EXPECT_EQ(count, 12);
}

TEST(VerifyKeyTest, RefusesKeysThatAreNoPointOfLargeOrder) {
  const std::string ff(60, 'f');
  const std::string zeros(62, '0');
  const std::pair<const char*, std::string> refused[] = {
      {"identity", "01" + zeros},
      {"order 2", "ec" + ff + "7f"},
      {"order 4", "00" + zeros},
      {"order 4, negative", zeros + "80"},
      {"order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"},
      {"order 8, another", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"},
      {"y = p", "ed" + ff + "7f"},
      {"y = p + 3, a point of large order written in a second way", "f0" + ff + "7f"},
      {"y = 2, not on the curve", "02" + zeros},
      {"31 bytes", zeros},
      {"33 bytes", "03" + zeros + "00"},
      {"nothing", ""},
  };
  for (const auto& [what, hex] : refused) {
    EXPECT_EQ(VerifyKey::FromBytes(Bytes(std::string_view(hex))).status().code(), absl::StatusCode::kInvalidArgument)
        << what;
  }
  EXPECT_TRUE(VerifyKey::FromBytes(Bytes(std::string_view("03" + zeros))).ok()) << "y = 3, the canonical way";
}

}  // namespace
}  // namespace vsx::crypto
