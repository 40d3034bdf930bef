#include "crypto/sealed_box.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "tests/crypto/fixed_random_source.h"

namespace vsx::crypto {
namespace {

constexpr SealContext kContext{"AAA", "BBB", "application/vnd.vsx.example.v1+protobuf", "delivery id 0001"};

class SealedBoxTest : public ::testing::Test {
 protected:
  std::string Sealed(std::string_view content) {
    absl::StatusOr<std::string> sealed = Seal(recipient_.public_key(), kContext, content, random_);
    EXPECT_TRUE(sealed.ok()) << sealed.status();
    return *std::move(sealed);
  }

  void ExpectRefused(const SealContext& context, const std::string& sealed) {
    EXPECT_EQ(Open(recipient_, context, sealed).status().code(), absl::StatusCode::kInvalidArgument);
  }

  SystemRandomSource random_;
  SealingKeyPair recipient_ = SealingKeyPair::Generate();
};

TEST_F(SealedBoxTest, TheRecipientOpensIt) {
  for (const std::string& content : {std::string(), std::string("sample content"), std::string(70'000, 'x')}) {
    const std::string sealed = Sealed(content);
    EXPECT_EQ(sealed.size(), content.size() + kSealedOverhead);
    const absl::StatusOr<std::string> opened = Open(recipient_, kContext, sealed);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, content);
  }
}

TEST_F(SealedBoxTest, BeginsWithVersionAndBoxLength) { EXPECT_EQ(ToHex(Sealed("x").substr(0, 5)), "0100000050"); }

TEST_F(SealedBoxTest, SealingTwiceSharesNothing) {
  const std::string first = Sealed("same content");
  const std::string second = Sealed("same content");
  EXPECT_NE(first.substr(5, 32), second.substr(5, 32));
  EXPECT_NE(first.substr(85), second.substr(85));
}

TEST_F(SealedBoxTest, KeyAndNonceAreTheCallersDrawsAndTheBoxIsLibsodiums) {
  const std::string draws = std::string(32, 'k') + std::string(24, 'n');
  FixedRandomSource once(draws);
  FixedRandomSource again(draws);
  const std::string first = Seal(recipient_.public_key(), kContext, "content", once).value();
  const std::string second = Seal(recipient_.public_key(), kContext, "content", again).value();
  EXPECT_EQ(first.substr(85), second.substr(85));
  EXPECT_EQ(first.substr(85, 24), std::string(24, 'n'));
  EXPECT_NE(first.substr(5, 80), second.substr(5, 80));
}

TEST_F(SealedBoxTest, EveryFlippedBitIsRefused) {
  const std::string sealed = Sealed("sample");
  for (size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
    std::string altered = sealed;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << (bit % 8)));
    SCOPED_TRACE(bit);
    ExpectRefused(kContext, altered);
  }
}

TEST_F(SealedBoxTest, EveryCutAndEveryAdditionIsRefused) {
  const std::string sealed = Sealed("sample");
  for (size_t size = 0; size < sealed.size(); ++size) {
    SCOPED_TRACE(size);
    ExpectRefused(kContext, sealed.substr(0, size));
  }
  ExpectRefused(kContext, sealed + '\0');
}

TEST_F(SealedBoxTest, OpensOnlyInItsContext) {
  const std::string sealed = Sealed("sample");
  SealContext other = kContext;
  other.sender = "CCC";
  ExpectRefused(other, sealed);
  other = kContext;
  other.recipient = "CCC";
  ExpectRefused(other, sealed);
  other = kContext;
  other.type = "application/vnd.vsx.other.v1+protobuf";
  ExpectRefused(other, sealed);
  other = kContext;
  other.id = "delivery id 0002";
  ExpectRefused(other, sealed);
  std::swap(other.sender, other.recipient);
  ExpectRefused(other, sealed);
}

TEST_F(SealedBoxTest, OpensUnderNoOtherKey) {
  const std::string sealed = Sealed("sample");
  EXPECT_EQ(Open(SealingKeyPair::Generate(), kContext, sealed).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(SealedBoxTest, AContentKeyCannotBeMovedToAnotherContent) {
  const std::string one = Sealed("sample");
  const std::string two = Sealed("simple");
  ExpectRefused(kContext, one.substr(0, 85) + two.substr(85));
}

TEST_F(SealedBoxTest, IsBounded) {
  const std::string largest(kMaxSealedSize - kSealedOverhead, 'x');
  const std::string sealed = Sealed(largest);
  EXPECT_EQ(sealed.size(), kMaxSealedSize);
  EXPECT_TRUE(Open(recipient_, kContext, sealed).ok());
  EXPECT_EQ(Seal(recipient_.public_key(), kContext, largest + 'x', random_).status().code(),
            absl::StatusCode::kInvalidArgument);
  ExpectRefused(kContext, sealed + 'x');
}

}  // namespace
}  // namespace vsx::crypto
