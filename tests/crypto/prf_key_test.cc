#include "crypto/prf_key.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "crypto/prf_suite.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

static_assert(!std::is_convertible_v<PrfPrivateKey, PrfPublicKey> &&
              !std::is_convertible_v<PrfPublicKey, PrfPrivateKey>);
static_assert(!std::is_constructible_v<PrfPublicKey, std::string>);
static_assert(!std::is_constructible_v<PrfPrivateKey, SecretBytes>);

TEST(PrfPublicKeyTest, RefusesWhatIsNoElement) {
  for (const std::string& encoding : EncodingsOfNoElement()) {
    EXPECT_EQ(PrfPublicKey::Create(encoding).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(PrfPublicKeyTest, AcceptsMultiplesOfTheGeneratorButTheIdentity) {
  int accepted = 0;
  const nlohmann::json vectors = LoadVectors("ristretto255/rfc9496.json");
  for (const auto& element : vectors["generator_multiples"]) {
    const absl::StatusOr<PrfPublicKey> key = PrfPublicKey::Create(Bytes(element));
    if (Bytes(element) == std::string(32, '\0')) {
      EXPECT_EQ(key.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(key->bytes(), Bytes(element));
    ++accepted;
  }
  EXPECT_EQ(accepted, 15);
}

TEST(PrfPrivateKeyTest, SeedAndInfoMakeTheKey) {
  const SecretBytes seed = SecretBytes::CopyFrom(std::string(32, 's'));
  const PrfPublicKey key = PrfPrivateKey::Derive(seed, "info")->public_key();
  EXPECT_EQ(PrfPrivateKey::Derive(seed, "info")->public_key(), key);
  EXPECT_NE(PrfPrivateKey::Derive(seed, "inf0")->public_key(), key);
  EXPECT_NE(PrfPrivateKey::Derive(SecretBytes::CopyFrom(std::string(32, 't')), "info")->public_key(), key);
}

TEST(PrfPrivateKeyTest, RefusesOtherSizes) {
  const SecretBytes seed = SecretBytes::Random(32);
  EXPECT_FALSE(PrfPrivateKey::Derive(SecretBytes::Random(31), "info").ok());
  EXPECT_FALSE(PrfPrivateKey::Derive(SecretBytes::Random(33), "info").ok());
  EXPECT_FALSE(PrfPrivateKey::Derive(SecretBytes(), "info").ok());
  EXPECT_TRUE(PrfPrivateKey::Derive(seed, "").ok());
  EXPECT_TRUE(PrfPrivateKey::Derive(seed, std::string(65535, 'i')).ok());
  EXPECT_FALSE(PrfPrivateKey::Derive(seed, std::string(65536, 'i')).ok());
}

TEST(PrfScalarTest, ZeroIsDrawnAgain) {
  FixedRandomSource random(std::string(64, '\0') + "7" + std::string(63, '\0'));
  EXPECT_EQ(RandomScalar(random).ExposeSecret(), "7" + std::string(31, '\0'));
  const std::string order = Bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  FixedRandomSource reduced(order + std::string(32, '\0') + "8" + std::string(63, '\0'));
  EXPECT_EQ(RandomScalar(reduced).ExposeSecret(), "8" + std::string(31, '\0'));
}

TEST(PrfScalarTest, AZeroScalarMakesNoElement) {
  const std::string generator = Bytes("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76");
  uint8_t out[32];
  EXPECT_FALSE(MultiplyElement(absl::MakeSpan(out), std::string(32, '\0'), generator));
  EXPECT_FALSE(MultiplyElement(absl::MakeSpan(out), "1" + std::string(31, '\0'), std::string(32, '\0')));
  EXPECT_TRUE(MultiplyElement(absl::MakeSpan(out), "1" + std::string(31, '\0'), generator));
}

TEST(PrfScalarTest, ABatchOfInversesIsThatOfEach) {
  SystemRandomSource random;
  for (const size_t size : {0, 1, 2, 3, 9}) {
    std::vector<PrfScalar> batch;
    std::vector<PrfScalar> one_by_one;
    for (size_t i = 0; i < size; ++i) {
      batch.push_back(RandomScalar(random));
      one_by_one.push_back(PrfScalar::CopyFrom(batch.back().ExposeSecret()));
      InvertScalars(absl::MakeSpan(&one_by_one.back(), 1));
    }
    InvertScalars(absl::MakeSpan(batch));
    for (size_t i = 0; i < size; ++i) EXPECT_TRUE(batch[i] == one_by_one[i]) << i << " of " << size;
  }
}

TEST(PrfScalarDeathTest, ZeroHasNoInverse) {
  std::vector<PrfScalar> scalars;
  scalars.push_back(PrfScalar::CopyFrom(std::string(32, '\0')));
  EXPECT_DEATH(InvertScalars(absl::MakeSpan(scalars)), "zero scalar");
}

}  // namespace
}  // namespace vsx::crypto
