#include "crypto/wiped_bytes.h"

#include <gtest/gtest.h>

#include <new>
#include <type_traits>
#include <utility>

#include "crypto/blind_query.h"
#include "crypto/index_entry.h"
#include "crypto/prf_key.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/secret_type.h"

namespace vsx::crypto {
namespace {

static_assert(kMoveOnly<WipedBytes<32>> && !Printable<WipedBytes<32>>);
static_assert(!std::is_default_constructible_v<WipedBytes<32>> &&
              !std::is_convertible_v<WipedBytes<32>, std::string_view>);
static_assert(kMoveOnly<PrfOutput> && !Printable<PrfOutput>);
static_assert(kMoveOnly<PrfPrivateKey> && !Printable<PrfPrivateKey>);
static_assert(kMoveOnly<BlindQuery> && !Printable<BlindQuery>);
static_assert(kMoveOnly<IndexRecordKey> && !Printable<IndexRecordKey>);
static_assert(kMoveOnly<IndexEntryKeys> && !Printable<IndexEntryKeys>);

TEST(WipedBytesTest, HoldsWhatItWasGiven) {
  const auto copied = WipedBytes<3>::CopyFrom(std::string_view("a\0b", 3));
  EXPECT_EQ(copied.ExposeSecret(), std::string_view("a\0b", 3));
  const auto built = WipedBytes<3>::Build([](absl::Span<uint8_t> out) { out[1] = 'x'; });
  EXPECT_EQ(built.ExposeSecret(), std::string_view("\0x\0", 3));
  FixedRandomSource random("abcd");
  EXPECT_EQ(WipedBytes<4>::Random(random).ExposeSecret(), "abcd");
}

TEST(WipedBytesTest, MovingWipesTheSource) {
  auto first = WipedBytes<5>::CopyFrom("first");
  auto second = std::move(first);
  EXPECT_EQ(first.ExposeSecret(), std::string_view("\0\0\0\0\0", 5));  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(second.ExposeSecret(), "first");
  auto third = WipedBytes<5>::CopyFrom("third");
  third = std::move(second);
  EXPECT_EQ(third.ExposeSecret(), "first");
  EXPECT_EQ(second.ExposeSecret(), std::string_view("\0\0\0\0\0", 5));  // NOLINT(bugprone-use-after-move)
}

TEST(WipedBytesTest, EndingWipes) {
  alignas(WipedBytes<16>) unsigned char memory[sizeof(WipedBytes<16>)];
  auto* const secret = new (memory) WipedBytes<16>(WipedBytes<16>::CopyFrom("0123456789abcdef"));
  EXPECT_EQ(memory[5], '5');
  secret->~WipedBytes();
  for (const volatile unsigned char& byte : memory) EXPECT_EQ(byte, 0);
}

TEST(WipedBytesTest, EqualityIsOfTheBytes) {
  EXPECT_TRUE(WipedBytes<3>::CopyFrom("abc") == WipedBytes<3>::CopyFrom("abc"));
  EXPECT_FALSE(WipedBytes<3>::CopyFrom("abc") == WipedBytes<3>::CopyFrom("abd"));
}

TEST(WipedBytesDeathTest, CopiesOfAnotherSizeEndTheProcess) {
  EXPECT_DEATH(WipedBytes<4>::CopyFrom("abc"), "size of copied secret bytes");
}

}  // namespace
}  // namespace vsx::crypto
