#ifndef VSX_CRYPTO_INDEX_ENTRY_H_
#define VSX_CRYPTO_INDEX_ENTRY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/index_record.h"
#include "crypto/prf_output.h"
#include "crypto/random_source.h"
#include "crypto/wiped_bytes.h"

// An entry of a blind index, 137 bytes (protocol §4): tag 16 ‖ nonce 24 ‖ XChaCha20-Poly1305-IETF ciphertext 81 and its
// tag 16, over record id 16 ‖ record key 32 ‖ u8(slot + 128 · mark) ‖ handle salt 32, with associated data context ‖
// tag. Who can name the handle finds it by the tag and opens it; to everybody else it is random bytes.

namespace vsx::crypto {

inline constexpr size_t kIndexTagSize = 16;
inline constexpr size_t kIndexEntrySize = 137;

// IndexEntryKeys are the tags and keys that one handle has in one index, numbered by j: IKM = the PRF's output, HKDF-
// SHA512, empty salt, info = LP(label) ‖ u8(j). Move-only and wiped. Threads: const methods are safe concurrently.
class IndexEntryKeys {
 public:
  explicit IndexEntryKeys(const PrfOutput& output);

  // `vsx/tag/v1`, 16 bytes: stands in the index for all to see.
  std::string Tag(uint8_t j) const;

  // `vsx/key/v1`.
  WipedBytes<32> Key(uint8_t j) const;

 private:
  WipedBytes<64> pseudorandom_key_;
};

// What an entry tells who can name the handle: which record, its key, and how to open the handle's commitment in it.
struct IndexEntryContent {
  std::string record_id;  // 16 bytes
  IndexRecordKey record_key;
  uint8_t slot;             // 0 … 7: of the copy's handle commitments
  uint8_t mark;             // 0 EXACT, 1 POSSIBLE
  std::string handle_salt;  // 32 bytes
};

// The entry number `j` of a handle. `context` says which index. Draws the nonce, 24 bytes, from `random`.
// Errors: INVALID_ARGUMENT for content of other sizes or out of range.
absl::StatusOr<std::string> SealIndexEntry(const IndexEntryKeys& keys, uint8_t j, std::string_view context,
                                           const IndexEntryContent& content, RandomSource& random);

// Errors: INVALID_ARGUMENT unless `entry` has 137 bytes; DATA_LOSS if it does not open (altered, of another handle, j
// or index) or has one of the slot's bits 3 to 6 set.
absl::StatusOr<IndexEntryContent> OpenIndexEntry(const IndexEntryKeys& keys, uint8_t j, std::string_view context,
                                                 std::string_view entry);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_INDEX_ENTRY_H_
