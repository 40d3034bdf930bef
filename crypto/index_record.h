#ifndef VSX_CRYPTO_INDEX_RECORD_H_
#define VSX_CRYPTO_INDEX_RECORD_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/wiped_bytes.h"

// A record of a blind index, 4,096 bytes (protocol §4): id 16 ‖ nonce 24 ‖ XChaCha20-Poly1305-IETF ciphertext 4,040 and
// its tag 16, over LP(message) ‖ zeros, with associated data context ‖ id.

namespace vsx::crypto {

inline constexpr size_t kIndexRecordIdSize = 16;
inline constexpr size_t kIndexRecordSize = 4096;
inline constexpr size_t kMaxIndexRecordMessageSize = 4036;

// The key of one record, fresh in each index. Move-only and wiped. Threads: const methods are safe concurrently.
class IndexRecordKey {
 public:
  static constexpr size_t kSize = 32;

  explicit IndexRecordKey(WipedBytes<kSize> bytes) : bytes_(std::move(bytes)) {}

  // Draws 32 bytes.
  static IndexRecordKey Generate(RandomSource& random) { return IndexRecordKey(WipedBytes<kSize>::Random(random)); }

  IndexRecordKey Clone() const { return IndexRecordKey(WipedBytes<kSize>::CopyFrom(ExposeSecret())); }

  std::string_view ExposeSecret() const { return bytes_.ExposeSecret(); }

  friend bool operator==(const IndexRecordKey& a, const IndexRecordKey& b) { return a.bytes_ == b.bytes_; }

 private:
  WipedBytes<kSize> bytes_;
};

// `context` says which index. Draws the nonce, 24 bytes, from `random`.
// Errors: INVALID_ARGUMENT unless `record_id` has 16 bytes and `message` at most 4,036.
absl::StatusOr<std::string> SealIndexRecord(const IndexRecordKey& key, std::string_view context,
                                            std::string_view record_id, std::string_view message, RandomSource& random);

// The message. Errors: INVALID_ARGUMENT unless `record` has 4,096 bytes; DATA_LOSS if it does not open (altered, of
// another index, under another key), its length passes its end, or its padding is not all zeros.
absl::StatusOr<std::string> OpenIndexRecord(const IndexRecordKey& key, std::string_view context,
                                            std::string_view record);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_INDEX_RECORD_H_
