#include "crypto/index_entry.h"

#include <cstring>

#include "crypto/aead.h"
#include "crypto/aead_in_place.h"
#include "crypto/byte_pointer.h"
#include "crypto/encoding.h"
#include "crypto/handle_commitment.h"
#include "crypto/hkdf.h"
#include "crypto/hkdf_in_place.h"

namespace vsx::crypto {
namespace {

constexpr size_t kSlotOffset = kIndexRecordIdSize + IndexRecordKey::kSize;
constexpr size_t kSaltOffset = kSlotOffset + 1;
constexpr size_t kEntryPlaintextSize = kSaltOffset + kHandleSaltSize;
static_assert(kIndexTagSize + kAeadOverhead + kEntryPlaintextSize == kIndexEntrySize);

constexpr uint8_t kSlotMask = 0x07;
constexpr uint8_t kUnusedMask = 0x78;
constexpr int kMarkShift = 7;

std::string EntryInfo(KeyUse use, uint8_t j) {
  std::string info = LengthPrefixed(KeyUseLabel(use));
  info.push_back(static_cast<char>(j));
  return info;
}

}  // namespace

IndexEntryKeys::IndexEntryKeys(const PrfOutput& output)
    : pseudorandom_key_(WipedBytes<64>::Build(
          [&output](absl::Span<uint8_t> out) { HkdfExtractInto(out, {}, output.ExposeSecret()); })) {}

std::string IndexEntryKeys::Tag(uint8_t j) const {
  std::string tag(kIndexTagSize, '\0');
  HkdfExpandInto(absl::MakeSpan(BytePointer(tag), tag.size()), pseudorandom_key_.ExposeSecret(),
                 EntryInfo(KeyUse::kIndexTag, j));
  return tag;
}

WipedBytes<32> IndexEntryKeys::Key(uint8_t j) const {
  return WipedBytes<32>::Build([&](absl::Span<uint8_t> out) {
    HkdfExpandInto(out, pseudorandom_key_.ExposeSecret(), EntryInfo(KeyUse::kIndexKey, j));
  });
}

absl::StatusOr<std::string> SealIndexEntry(const IndexEntryKeys& keys, uint8_t j, std::string_view context,
                                           const IndexEntryContent& content, RandomSource& random) {
  if (content.record_id.size() != kIndexRecordIdSize) {
    return absl::InvalidArgumentError("index entry: record id must have 16 bytes");
  }
  if (content.slot > kSlotMask) return absl::InvalidArgumentError("index entry: slot must be 0 to 7");
  if (content.mark > 1) return absl::InvalidArgumentError("index entry: mark must be 0 or 1");
  if (content.handle_salt.size() != kHandleSaltSize) {
    return absl::InvalidArgumentError("index entry: handle salt must have 32 bytes");
  }
  const auto plaintext = WipedBytes<kEntryPlaintextSize>::Build([&content](absl::Span<uint8_t> out) {
    std::memcpy(out.data(), content.record_id.data(), kIndexRecordIdSize);
    std::memcpy(out.data() + kIndexRecordIdSize, content.record_key.ExposeSecret().data(), IndexRecordKey::kSize);
    out[kSlotOffset] = static_cast<uint8_t>(content.slot | content.mark << kMarkShift);
    std::memcpy(out.data() + kSaltOffset, content.handle_salt.data(), kHandleSaltSize);
  });
  std::string entry = keys.Tag(j);
  const std::string associated_data = std::string(context).append(entry);
  entry.resize(kIndexEntrySize);
  AeadEncryptInto(absl::MakeSpan(BytePointer(entry), entry.size()).subspan(kIndexTagSize), keys.Key(j).ExposeSecret(),
                  associated_data, plaintext.ExposeSecret(), random);
  return entry;
}

absl::StatusOr<IndexEntryContent> OpenIndexEntry(const IndexEntryKeys& keys, uint8_t j, std::string_view context,
                                                 std::string_view entry) {
  if (entry.size() != kIndexEntrySize) return absl::InvalidArgumentError("index entry: must have 137 bytes");
  bool opened = false;
  const auto plaintext = WipedBytes<kEntryPlaintextSize>::Build([&](absl::Span<uint8_t> out) {
    opened = AeadDecryptInto(out, keys.Key(j).ExposeSecret(),
                             std::string(context).append(entry.substr(0, kIndexTagSize)), entry.substr(kIndexTagSize));
  });
  if (!opened) return absl::DataLossError("index entry: does not open: altered, or of another handle or index");
  const std::string_view bytes = plaintext.ExposeSecret();
  const auto slot_and_mark = static_cast<uint8_t>(bytes[kSlotOffset]);
  if ((slot_and_mark & kUnusedMask) != 0) return absl::DataLossError("index entry: an unused bit of its slot is set");
  return IndexEntryContent{
      .record_id = std::string(bytes.substr(0, kIndexRecordIdSize)),
      .record_key = IndexRecordKey(
          WipedBytes<IndexRecordKey::kSize>::CopyFrom(bytes.substr(kIndexRecordIdSize, IndexRecordKey::kSize))),
      .slot = static_cast<uint8_t>(slot_and_mark & kSlotMask),
      .mark = static_cast<uint8_t>(slot_and_mark >> kMarkShift),
      .handle_salt = std::string(bytes.substr(kSaltOffset)),
  };
}

}  // namespace vsx::crypto
