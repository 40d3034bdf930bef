#ifndef VSX_CRYPTO_EXPAND_MESSAGE_H_
#define VSX_CRYPTO_EXPAND_MESSAGE_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace vsx::crypto {

inline constexpr size_t kMaxExpandedSize = 255 * 64;
inline constexpr size_t kMaxDomainSize = 255;

// expand_message_xmd of RFC 9380 §5.3.1 with SHA-512, over the parts of a message one after the other: fills `out` with
// bytes that look uniform. `domain` is the RFC's DST. Nothing secret stays behind; time depends on sizes only.
// Errors: INVALID_ARGUMENT unless `out` has 1 … 16,320 bytes and `domain` 1 … 255 (the RFC's way to shorten a longer
// one is left out: nothing here has one).
absl::Status ExpandMessageXmd(std::initializer_list<std::string_view> message, std::string_view domain,
                              absl::Span<uint8_t> out);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_EXPAND_MESSAGE_H_
