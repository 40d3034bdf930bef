#include "crypto/public_sum.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

std::string_view View(const Public32& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

class PublicSumTest : public ::testing::Test {
 protected:
  PublicSumTest() { EXPECT_GE(sodium_init(), 0); }

  static Public32 Scalar() {
    Public32 scalar;
    crypto_core_ristretto255_scalar_random(scalar.data());
    return scalar;
  }
  static Public32 Element() {
    Public32 element;
    crypto_core_ristretto255_random(element.data());
    return element;
  }
  // What libsodium says of the same.
  static Public32 Product(const Public32& scalar, const Public32& element) {
    Public32 product;
    EXPECT_EQ(crypto_scalarmult_ristretto255(product.data(), scalar.data(), element.data()), 0);
    return product;
  }
};

TEST_F(PublicSumTest, IsWhatLibsodiumSums) {
  for (size_t terms = 1; terms <= 17; ++terms) {
    PublicSum sum;
    Public32 expected{};
    for (size_t i = 0; i < terms; ++i) {
      const Public32 scalar = Scalar();
      const Public32 element = Element();
      ASSERT_TRUE(sum.Add(scalar, View(element)));
      const Public32 product = Product(scalar, element);
      ASSERT_EQ(crypto_core_ristretto255_add(expected.data(), expected.data(), product.data()), 0);
    }
    Public32 out;
    ASSERT_TRUE(sum.Finish(out));
    EXPECT_EQ(out, expected) << terms;
  }
}

TEST_F(PublicSumTest, GeneratorIsRistretto255s) {
  const Public32 scalar = Scalar();
  Public32 expected;
  ASSERT_EQ(crypto_scalarmult_ristretto255_base(expected.data(), scalar.data()), 0);
  PublicSum sum;
  ASSERT_TRUE(sum.AddGenerator(scalar));
  Public32 out;
  ASSERT_TRUE(sum.Finish(out));
  EXPECT_EQ(out, expected);
}

// Multiples of the generator by 0 … 15, whose encodings RFC 9496 lists.
TEST_F(PublicSumTest, ScalarsAtTheEdges) {
  const nlohmann::json vectors = LoadVectors("ristretto255/rfc9496.json");
  int multiples = 0;
  for (const auto& expected : vectors["generator_multiples"]) {
    PublicSum sum;
    Public32 scalar{};
    scalar[0] = static_cast<uint8_t>(multiples);
    ASSERT_TRUE(sum.AddGenerator(scalar));
    Public32 out;
    EXPECT_EQ(sum.Finish(out), multiples != 0);
    EXPECT_EQ(std::string(View(out)), Bytes(expected));
    ++multiples;
  }
  EXPECT_EQ(multiples, 16);
}

TEST_F(PublicSumTest, WhatIsNoElementOrTheIdentityIsRefusedAndAddsNothing) {
  const Public32 scalar = Scalar();
  const Public32 element = Element();
  PublicSum sum;
  ASSERT_TRUE(sum.Add(scalar, View(element)));
  for (const std::string& one : EncodingsOfNoElement()) EXPECT_FALSE(sum.Add(scalar, one));
  Public32 out;
  ASSERT_TRUE(sum.Finish(out));
  EXPECT_EQ(out, Product(scalar, element));
}

TEST_F(PublicSumTest, ScalarsNotBelowTheOrderAreRefused) {
  // The group's order, little-endian.
  Public32 order = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14};
  order[31] = 0x10;
  Public32 largest = order;
  --largest[0];
  Public32 all_ones;
  all_ones.fill(0xff);
  PublicSum sum;
  for (const Public32& scalar : {order, all_ones}) {
    EXPECT_FALSE(sum.Add(scalar, View(Element())));
    EXPECT_FALSE(sum.AddGenerator(scalar));
  }
  EXPECT_TRUE(sum.AddGenerator(largest));
}

TEST_F(PublicSumTest, IdentityIsNoSum) {
  Public32 out;
  EXPECT_FALSE(PublicSum().Finish(out));
  const Public32 scalar = Scalar();
  const Public32 element = Element();
  Public32 negative;
  crypto_core_ristretto255_scalar_negate(negative.data(), scalar.data());
  PublicSum sum;
  ASSERT_TRUE(sum.Add(scalar, View(element)));
  ASSERT_TRUE(sum.Add(negative, View(element)));
  EXPECT_FALSE(sum.Finish(out));
}

}  // namespace
}  // namespace vsx::crypto
