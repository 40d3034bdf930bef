#include "crypto/expanded_random_source.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "crypto/byte_pointer.h"
#include "crypto/init.h"

namespace vsx::crypto {
namespace {

constexpr size_t kBlockSize = 64;
constexpr std::array<uint8_t, crypto_stream_chacha20_NONCEBYTES> kNonce{};

}  // namespace

static_assert(crypto_stream_chacha20_KEYBYTES == WipedBytes<32>::kSize);

void ExpandedRandomSource::Fill(absl::Span<uint8_t> out) {
  Require(InitCrypto().ok(), "libsodium cannot start");
  if (out.empty()) return;
  const uint64_t blocks = (out.size() + kBlockSize - 1) / kBlockSize;
  const uint64_t first = next_block_.fetch_add(blocks);
  std::fill(out.begin(), out.end(), uint8_t{0});
  crypto_stream_chacha20_xor_ic(out.data(), out.data(), out.size(), kNonce.data(), first,
                                BytePointer(seed_.ExposeSecret()));
}

}  // namespace vsx::crypto
