#ifndef VSX_CRYPTO_PRF_OUTPUT_H_
#define VSX_CRYPTO_PRF_OUTPUT_H_

#include <cstddef>
#include <string_view>
#include <utility>

#include "crypto/wiped_bytes.h"

namespace vsx::crypto {

inline constexpr size_t kPrfOutputSize = 64;

// What the PRF gives for one input under one key (RFC 9497, 64 bytes): the secret from which an index's tags and keys
// come. Move-only and wiped. Threads: const methods are safe concurrently.
class PrfOutput {
 public:
  explicit PrfOutput(WipedBytes<kPrfOutputSize> bytes) : bytes_(std::move(bytes)) {}

  std::string_view ExposeSecret() const { return bytes_.ExposeSecret(); }

  friend bool operator==(const PrfOutput& a, const PrfOutput& b) { return a.bytes_ == b.bytes_; }

 private:
  WipedBytes<kPrfOutputSize> bytes_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_PRF_OUTPUT_H_
