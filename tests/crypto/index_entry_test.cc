#include "crypto/index_entry.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <utility>

#include "crypto/aead.h"
#include "crypto/encoding.h"
#include "tests/crypto/fixed_random_source.h"
#include "tests/crypto/index_example.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

static_assert(!std::is_copy_constructible_v<IndexEntryKeys> && !std::is_copy_constructible_v<IndexEntryContent>);
static_assert(!std::is_constructible_v<IndexEntryKeys, SecretBytes>);

PrfOutput ExampleOutput(uint8_t first = 0) { return PrfOutput(WipedBytes<64>::CopyFrom(BytesFrom(first, 64))); }

IndexEntryContent ExampleContent() {
  return {.record_id = BytesFrom(0xa0, 16),
          .record_key = IndexRecordKey(WipedBytes<32>::CopyFrom(BytesFrom(0x40, 32))),
          .slot = 5,
          .mark = 1,
          .handle_salt = BytesFrom(0xc0, 32)};
}

std::string SealEntry(const IndexEntryContent& content, uint8_t j = 3) {
  FixedRandomSource nonce(BytesFrom(0x10, 24));
  return *SealIndexEntry(IndexEntryKeys(ExampleOutput()), j, ExampleContext(), content, nonce);
}

// The golden values were made with Python from the words of protocol §4: hmac and hashlib, XChaCha20-Poly1305 by hand.
TEST(IndexEntryKeysTest, GoldenValues) {
  const IndexEntryKeys keys(ExampleOutput());
  EXPECT_EQ(ToHex(keys.Tag(0)), "e4d987cacce22a142afa34edf61f4313");
  EXPECT_EQ(ToHex(keys.Tag(1)), "f272e8800f72b0c23162b5c21558e6cd");
  EXPECT_EQ(ToHex(keys.Tag(15)), "10639d50e1ff3cc05d9a092e75105dd8");
  EXPECT_EQ(ToHex(keys.Key(0).ExposeSecret()), "d7c19c08e0201d6d1f957cf615a092156c73f9b4004fc03027749c57e3062d3d");
  EXPECT_EQ(ToHex(keys.Key(1).ExposeSecret()), "bb354a8809e7ffaf3eae6059a918aa66ac09076ed48bbe4a6e673efc3c6c73b9");
  EXPECT_EQ(ToHex(keys.Key(15).ExposeSecret()), "4e80dd1037e9faf2ca1a6b298c2dcf5fd0969f7e3ff3e6d804796932adb880fa");
}

TEST(IndexEntryTest, GoldenValue) {
  EXPECT_EQ(
      ToHex(SealEntry(ExampleContent())),
      "7405a9fa850ff30511d87645ad1d897c101112131415161718191a1b1c1d1e1f2021222324252627f207e244db9263b609941e8eb0b700"
      "ebd7fc81517f55c963d08236f4e3efcc764215bbb097d827e9fd89fddecefcb89595008b2fc45bfbf19ccb35e1203a37a9f2c66915bdea"
      "964b94758940355d5468ab45ae19b921ad36fa9b3ec2876a2e90f7");
}

TEST(IndexEntryTest, OpensToWhatWasSealed) {
  const IndexEntryKeys keys(ExampleOutput());
  for (uint8_t slot = 0; slot < 8; ++slot) {
    for (const uint8_t mark : {uint8_t{0}, uint8_t{1}}) {
      IndexEntryContent content = ExampleContent();
      content.slot = slot;
      content.mark = mark;
      const std::string entry = SealEntry(content);
      EXPECT_EQ(entry.size(), kIndexEntrySize);
      EXPECT_EQ(entry.substr(0, kIndexTagSize), keys.Tag(3));
      const absl::StatusOr<IndexEntryContent> opened = OpenIndexEntry(keys, 3, ExampleContext(), entry);
      ASSERT_TRUE(opened.ok()) << opened.status();
      EXPECT_EQ(opened->record_id, content.record_id);
      EXPECT_TRUE(opened->record_key == content.record_key);
      EXPECT_EQ(opened->slot, slot);
      EXPECT_EQ(opened->mark, mark);
      EXPECT_EQ(opened->handle_salt, content.handle_salt);
    }
  }
}

TEST(IndexEntryTest, EveryAlteredByteIsRefused) {
  const IndexEntryKeys keys(ExampleOutput());
  const std::string entry = SealEntry(ExampleContent());
  for (size_t i = 0; i < entry.size(); ++i) {
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string altered = entry;
      altered[i] = static_cast<char>(altered[i] ^ change);
      EXPECT_EQ(OpenIndexEntry(keys, 3, ExampleContext(), altered).status().code(), absl::StatusCode::kDataLoss) << i;
    }
  }
}

TEST(IndexEntryTest, RefusesAnotherHandleNumberIndexOrSize) {
  const IndexEntryKeys keys(ExampleOutput());
  const std::string entry = SealEntry(ExampleContent());
  const absl::StatusCode lost = absl::StatusCode::kDataLoss;
  EXPECT_EQ(OpenIndexEntry(IndexEntryKeys(ExampleOutput(1)), 3, ExampleContext(), entry).status().code(), lost);
  EXPECT_EQ(OpenIndexEntry(keys, 4, ExampleContext(), entry).status().code(), lost);
  EXPECT_EQ(OpenIndexEntry(keys, 3, ExampleContext() + "x", entry).status().code(), lost);
  EXPECT_EQ(OpenIndexEntry(keys, 3, "", entry).status().code(), lost);
  const absl::StatusCode refused = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(OpenIndexEntry(keys, 3, ExampleContext(), "").status().code(), refused);
  EXPECT_EQ(OpenIndexEntry(keys, 3, ExampleContext(), entry.substr(1)).status().code(), refused);
  EXPECT_EQ(OpenIndexEntry(keys, 3, ExampleContext(), entry + "x").status().code(), refused);
}

TEST(IndexEntryTest, RefusesContentThatDoesNotFit) {
  const IndexEntryKeys keys(ExampleOutput());
  SystemRandomSource random;
  const auto code = [&](const IndexEntryContent& content) {
    return SealIndexEntry(keys, 3, ExampleContext(), content, random).status().code();
  };
  EXPECT_EQ(code(ExampleContent()), absl::StatusCode::kOk);
  for (const size_t size : {0, 15, 17}) {
    IndexEntryContent content = ExampleContent();
    content.record_id.resize(size);
    EXPECT_EQ(code(content), absl::StatusCode::kInvalidArgument);
  }
  for (const size_t size : {0, 31, 33}) {
    IndexEntryContent content = ExampleContent();
    content.handle_salt.resize(size);
    EXPECT_EQ(code(content), absl::StatusCode::kInvalidArgument);
  }
  for (const uint8_t slot : {uint8_t{8}, uint8_t{16}, uint8_t{128}, uint8_t{255}}) {
    IndexEntryContent content = ExampleContent();
    content.slot = slot;
    EXPECT_EQ(code(content), absl::StatusCode::kInvalidArgument);
  }
  IndexEntryContent content = ExampleContent();
  content.mark = 2;
  EXPECT_EQ(code(content), absl::StatusCode::kInvalidArgument);
}

// What a hostile issuer can seal: it has the keys.
TEST(IndexEntryTest, RefusesUnusedBitsOfTheSlot) {
  const IndexEntryKeys keys(ExampleOutput());
  const std::string tag = keys.Tag(3);
  for (int byte = 0; byte < 256; ++byte) {
    const std::string plaintext =
        BytesFrom(0xa0, 16) + BytesFrom(0x40, 32) + static_cast<char>(byte) + BytesFrom(0xc0, 32);
    SystemRandomSource random;
    const SecretBytes key = SecretBytes::CopyFrom(keys.Key(3).ExposeSecret());
    const absl::StatusOr<IndexEntryContent> opened =
        OpenIndexEntry(keys, 3, ExampleContext(), tag + AeadEncrypt(key, ExampleContext() + tag, plaintext, random));
    if ((byte & 0x78) != 0) {
      EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << byte;
      continue;
    }
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->slot, byte & 7);
    EXPECT_EQ(opened->mark, byte >> 7);
  }
}

}  // namespace
}  // namespace vsx::crypto
