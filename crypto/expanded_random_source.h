#ifndef VSX_CRYPTO_EXPANDED_RANDOM_SOURCE_H_
#define VSX_CRYPTO_EXPANDED_RANDOM_SOURCE_H_

#include <atomic>
#include <cstdint>

#include "crypto/random_source.h"
#include "crypto/wiped_bytes.h"

namespace vsx::crypto {

// ExpandedRandomSource draws out of 32 random bytes as much as is asked for, by ChaCha20 (libsodium's, 64-bit counter,
// nonce zero): for one piece of work that needs many small draws or megabytes, which the kernel gives at a third of a
// gigabyte a second. The seed is wiped at the end. Each draw begins with a block of its own. Threads: safe
// concurrently.
class ExpandedRandomSource final : public RandomSource {
 public:
  // A fresh seed from `random`.
  explicit ExpandedRandomSource(RandomSource& random) : seed_(WipedBytes<32>::Random(random)) {}

  void Fill(absl::Span<uint8_t> out) override;

 private:
  const WipedBytes<32> seed_;
  std::atomic<uint64_t> next_block_ = 0;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_EXPANDED_RANDOM_SOURCE_H_
