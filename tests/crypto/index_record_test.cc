#include "crypto/index_record.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "crypto/aead.h"
#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/index_example.h"

namespace vsx::crypto {
namespace {

static_assert(!std::is_copy_constructible_v<IndexRecordKey> && !std::is_constructible_v<IndexRecordKey, std::string>);

const std::string kRecordId = BytesFrom(0xa0, 16);

IndexRecordKey RecordKey(uint8_t first = 0x40) {
  return IndexRecordKey(WipedBytes<32>::CopyFrom(BytesFrom(first, 32)));
}

std::string SealRecord(std::string_view message) {
  FixedRandomSource nonce(BytesFrom(0x10, 24));
  return *SealIndexRecord(RecordKey(), ExampleContext(), kRecordId, message, nonce);
}

// What a hostile issuer can seal: it has the key.
std::string SealPlaintext(const std::string& plaintext) {
  SystemRandomSource random;
  return kRecordId + AeadEncrypt(SecretBytes::CopyFrom(RecordKey().ExposeSecret()), ExampleContext() + kRecordId,
                                 plaintext, random);
}

// Made with Python from the words of protocol §4: hashlib, XChaCha20-Poly1305 by hand.
TEST(IndexRecordTest, GoldenValue) {
  const std::string record = SealRecord("example message");
  EXPECT_EQ(
      ToHex(record.substr(0, 64)),
      "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf101112131415161718191a1b1c1d1e1f2021222324252627524be94c64842f4f2c1d391249302185"
      "654ba5f0a03cc3cc");
  EXPECT_EQ(ToHex(Sha256(record)), "47c0f3cffc69d475675dbad64c668cda6e0da6d5000cf44331fb2c8b461e2a67");
}

TEST(IndexRecordTest, OpensToWhatWasSealed) {
  for (const size_t size :
       {size_t{0}, size_t{1}, size_t{2048}, kMaxIndexRecordMessageSize - 1, kMaxIndexRecordMessageSize}) {
    const std::string message = BytesFrom(1, size);
    const std::string record = SealRecord(message);
    EXPECT_EQ(record.size(), kIndexRecordSize);
    EXPECT_EQ(record.substr(0, 16), kRecordId);
    const absl::StatusOr<std::string> opened = OpenIndexRecord(RecordKey(), ExampleContext(), record);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, message);
  }
}

TEST(IndexRecordTest, EveryAlteredByteIsRefused) {
  const std::string record = SealRecord("example message");
  for (size_t i = 0; i < record.size(); ++i) {
    std::string altered = record;
    altered[i] = static_cast<char>(altered[i] ^ (1 << (i % 8)));
    EXPECT_EQ(OpenIndexRecord(RecordKey(), ExampleContext(), altered).status().code(), absl::StatusCode::kDataLoss)
        << i;
  }
}

TEST(IndexRecordTest, RefusesAnotherKeyIndexOrSize) {
  const std::string record = SealRecord("example message");
  EXPECT_EQ(OpenIndexRecord(RecordKey(0x41), ExampleContext(), record).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenIndexRecord(RecordKey(), ExampleContext() + "x", record).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenIndexRecord(RecordKey(), "", record).status().code(), absl::StatusCode::kDataLoss);
  const absl::StatusCode refused = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(OpenIndexRecord(RecordKey(), ExampleContext(), "").status().code(), refused);
  EXPECT_EQ(OpenIndexRecord(RecordKey(), ExampleContext(), record.substr(1)).status().code(), refused);
  EXPECT_EQ(OpenIndexRecord(RecordKey(), ExampleContext(), record + "x").status().code(), refused);
}

TEST(IndexRecordTest, RefusesWhatDoesNotFit) {
  SystemRandomSource random;
  const absl::StatusCode refused = absl::StatusCode::kInvalidArgument;
  const std::string too_long(kMaxIndexRecordMessageSize + 1, 'm');
  EXPECT_EQ(SealIndexRecord(RecordKey(), ExampleContext(), kRecordId, too_long, random).status().code(), refused);
  EXPECT_EQ(SealIndexRecord(RecordKey(), ExampleContext(), "", "m", random).status().code(), refused);
  EXPECT_EQ(SealIndexRecord(RecordKey(), ExampleContext(), kRecordId.substr(1), "m", random).status().code(), refused);
  EXPECT_EQ(SealIndexRecord(RecordKey(), ExampleContext(), kRecordId + "x", "m", random).status().code(), refused);
}

TEST(IndexRecordTest, RefusesPaddingThatIsNotZero) {
  std::string plaintext = LengthPrefixed("message");
  plaintext.resize(4040, '\0');
  EXPECT_EQ(*OpenIndexRecord(RecordKey(), ExampleContext(), SealPlaintext(plaintext)), "message");
  for (const size_t place : {size_t{11}, size_t{12}, size_t{2000}, size_t{4038}, size_t{4039}}) {
    std::string altered = plaintext;
    altered[place] = '\x01';
    EXPECT_EQ(OpenIndexRecord(RecordKey(), ExampleContext(), SealPlaintext(altered)).status().code(),
              absl::StatusCode::kDataLoss)
        << place;
  }
}

TEST(IndexRecordTest, RefusesALengthPastTheEnd) {
  for (const uint32_t size : {4037u, 4040u, 65536u, 0x80000000u, 0xffffffffu}) {
    std::string plaintext;
    AppendU32Be(plaintext, size);
    plaintext.resize(4040, '\0');
    EXPECT_EQ(OpenIndexRecord(RecordKey(), ExampleContext(), SealPlaintext(plaintext)).status().code(),
              absl::StatusCode::kDataLoss)
        << size;
  }
}

TEST(IndexRecordKeyTest, IsGeneratedFromThirtyTwoBytes) {
  FixedRandomSource random(BytesFrom(0x40, 32));
  EXPECT_TRUE(IndexRecordKey::Generate(random) == RecordKey());
  EXPECT_TRUE(RecordKey().Clone() == RecordKey());
  EXPECT_FALSE(RecordKey() == RecordKey(0x41));
}

}  // namespace
}  // namespace vsx::crypto
