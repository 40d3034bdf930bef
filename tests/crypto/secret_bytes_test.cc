#include "crypto/secret_bytes.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

#include "crypto/case_cipher.h"
#include "crypto/sealing_key.h"
#include "crypto/signing_key.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/secret_type.h"

namespace vsx::crypto {
namespace {

static_assert(kMoveOnly<SecretBytes> && !Printable<SecretBytes>);
static_assert(kMoveOnly<SigningKey> && !Printable<SigningKey>);
static_assert(kMoveOnly<SealingKeyPair> && !Printable<SealingKeyPair>);
static_assert(kMoveOnly<CaseCipher> && !Printable<CaseCipher>);
static_assert(!std::is_convertible_v<SecretBytes, std::string_view>);
static_assert(!std::is_constructible_v<SecretBytes, std::string>);
static_assert(!std::is_convertible_v<SigningKey, VerifyKey> && !std::is_convertible_v<VerifyKey, SigningKey>);
static_assert(Printable<std::string>);  // the concept itself can be true

TEST(SecretBytesTest, HoldsWhatItWasGiven) {
  const SecretBytes secret = SecretBytes::CopyFrom(std::string("a\0b", 3));
  EXPECT_EQ(secret.size(), 3u);
  EXPECT_EQ(secret.ExposeSecret(), std::string_view("a\0b", 3));
  EXPECT_TRUE(SecretBytes().empty());
  EXPECT_TRUE(SecretBytes::CopyFrom("").empty());
  EXPECT_TRUE(SecretBytes().ExposeSecret().empty());
}

TEST(SecretBytesTest, MovingEmptiesTheSource) {
  SecretBytes first = SecretBytes::CopyFrom("first");
  SecretBytes second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is what is promised
  EXPECT_EQ(second.ExposeSecret(), "first");
  SecretBytes third = SecretBytes::CopyFrom("third");
  third = std::move(second);
  EXPECT_EQ(third.ExposeSecret(), "first");
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(SecretBytesTest, CloneIsEqualAndApart) {
  SecretBytes original = SecretBytes::CopyFrom("twice");
  const SecretBytes clone = original.Clone();
  EXPECT_NE(clone.ExposeSecret().data(), original.ExposeSecret().data());
  original = SecretBytes();
  EXPECT_EQ(clone.ExposeSecret(), "twice");
}

TEST(SecretBytesTest, EqualityIsOfSizeAndBytes) {
  const SecretBytes secret = SecretBytes::CopyFrom("abc");
  EXPECT_TRUE(secret == SecretBytes::CopyFrom("abc"));
  EXPECT_FALSE(secret == SecretBytes::CopyFrom("abd"));
  EXPECT_FALSE(secret == SecretBytes::CopyFrom("bbc"));
  EXPECT_FALSE(secret == SecretBytes::CopyFrom("abcd"));
  EXPECT_FALSE(secret == SecretBytes());
  EXPECT_TRUE(SecretBytes() == SecretBytes());
}

TEST(SecretBytesTest, RandomFillsEveryByteFromItsSource) {
  FixedRandomSource fixed("0123456789abcdef");
  EXPECT_EQ(SecretBytes::Random(16, fixed).ExposeSecret(), "0123456789abcdef");
  EXPECT_FALSE(SecretBytes::Random(32) == SecretBytes::Random(32));
}

TEST(SecretBytesTest, BuildStartsFromZeros) {
  const SecretBytes built = SecretBytes::Build(4, [](absl::Span<uint8_t> out) { out[1] = 'x'; });
  EXPECT_EQ(built.ExposeSecret(), std::string_view("\0x\0\0", 4));
}

TEST(SecretBytesDeathTest, MemoryIsReadOnlyOnceWritten) {
  const SecretBytes secret = SecretBytes::CopyFrom("constant");
  EXPECT_DEATH(const_cast<char*>(secret.ExposeSecret().data())[0] = 'x', "");
}

}  // namespace
}  // namespace vsx::crypto
