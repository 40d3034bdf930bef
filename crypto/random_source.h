#ifndef VSX_CRYPTO_RANDOM_SOURCE_H_
#define VSX_CRYPTO_RANDOM_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/types/span.h"

namespace vsx::crypto {

// RandomSource gives unpredictable bytes. It is an interface so that tests can repeat a run.
// Threads: every implementation is safe concurrently. There is no error: a source that cannot deliver ends the process.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void Fill(absl::Span<uint8_t> out) = 0;

  // Public random bytes (ids, salts, nonces); for secrets use SecretBytes::Random.
  std::string Bytes(size_t size);
};

// The operating system's generator, through libsodium's randombytes_buf.
class SystemRandomSource final : public RandomSource {
 public:
  void Fill(absl::Span<uint8_t> out) override;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_RANDOM_SOURCE_H_
