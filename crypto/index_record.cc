#include "crypto/index_record.h"

#include "crypto/aead.h"
#include "crypto/aead_in_place.h"
#include "crypto/byte_pointer.h"
#include "crypto/encoding.h"

namespace vsx::crypto {
namespace {

constexpr size_t kLengthSize = 4;
constexpr size_t kRecordPlaintextSize = kLengthSize + kMaxIndexRecordMessageSize;
static_assert(kIndexRecordIdSize + kAeadOverhead + kRecordPlaintextSize == kIndexRecordSize);
static_assert(IndexRecordKey::kSize == kAeadKeySize);

}  // namespace

absl::StatusOr<std::string> SealIndexRecord(const IndexRecordKey& key, std::string_view context,
                                            std::string_view record_id, std::string_view message,
                                            RandomSource& random) {
  if (record_id.size() != kIndexRecordIdSize) return absl::InvalidArgumentError("index record: id must have 16 bytes");
  if (message.size() > kMaxIndexRecordMessageSize) {
    return absl::InvalidArgumentError("index record: message must have at most 4036 bytes");
  }
  std::string plaintext = LengthPrefixed(message);
  plaintext.resize(kRecordPlaintextSize, '\0');
  std::string record(record_id);
  record.resize(kIndexRecordSize);
  AeadEncryptInto(absl::MakeSpan(BytePointer(record), record.size()).subspan(kIndexRecordIdSize), key.ExposeSecret(),
                  std::string(context).append(record_id), plaintext, random);
  return record;
}

absl::StatusOr<std::string> OpenIndexRecord(const IndexRecordKey& key, std::string_view context,
                                            std::string_view record) {
  if (record.size() != kIndexRecordSize) return absl::InvalidArgumentError("index record: must have 4096 bytes");
  const std::string_view record_id = record.substr(0, kIndexRecordIdSize);
  std::string plaintext(kRecordPlaintextSize, '\0');
  if (!AeadDecryptInto(absl::MakeSpan(BytePointer(plaintext), plaintext.size()), key.ExposeSecret(),
                       std::string(context).append(record_id), record.substr(kIndexRecordIdSize))) {
    return absl::DataLossError("index record: does not open: altered, of another index, or under another key");
  }
  size_t size = 0;
  for (size_t i = 0; i < kLengthSize; ++i) size = size << 8 | static_cast<uint8_t>(plaintext[i]);
  if (size > kMaxIndexRecordMessageSize) return absl::DataLossError("index record: length passes the end");
  if (plaintext.find_first_not_of('\0', kLengthSize + size) != std::string::npos) {
    return absl::DataLossError("index record: padding is not all zeros");
  }
  return plaintext.substr(kLengthSize, size);
}

}  // namespace vsx::crypto
