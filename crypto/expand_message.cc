#include "crypto/expand_message.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "crypto/sha512.h"

namespace vsx::crypto {
namespace {

// SHA-512 once it has read Z_pad, its block of zeros.
const Sha512& AfterZeroBlock() {
  static const Sha512 state = [] {
    Sha512 fresh;
    fresh.Update(std::string(Sha512::kBlockSize, '\0'));
    return fresh;
  }();
  return state;
}

}  // namespace

absl::Status ExpandMessageXmd(std::initializer_list<std::string_view> message, std::string_view domain,
                              absl::Span<uint8_t> out) {
  if (out.empty() || out.size() > kMaxExpandedSize) {
    return absl::InvalidArgumentError("an expanded message has 1 to 16320 bytes");
  }
  if (domain.empty() || domain.size() > kMaxDomainSize) {
    return absl::InvalidArgumentError("a domain separation tag has 1 to 255 bytes");
  }
  std::array<uint8_t, Sha512::kSize> first{};  // b_0
  std::array<uint8_t, Sha512::kSize> block{};  // b_0 xor b_(i-1), then b_i
  Sha512 seed(AfterZeroBlock());
  for (const std::string_view part : message) seed.Update(part);
  seed.UpdateU16(out.size()).UpdateU8(0).Update(domain).UpdateU8(domain.size()).Finish(first.data());

  size_t number = 0;
  for (size_t done = 0; done < out.size(); done += block.size()) {
    for (size_t i = 0; i < block.size(); ++i) block[i] ^= first[i];
    Sha512()
        .Update(std::string_view(reinterpret_cast<const char*>(block.data()), block.size()))
        .UpdateU8(++number)
        .Update(domain)
        .UpdateU8(domain.size())
        .Finish(block.data());
    std::memcpy(out.data() + done, block.data(), std::min(block.size(), out.size() - done));
  }
  sodium_memzero(first.data(), first.size());
  sodium_memzero(block.data(), block.size());
  return absl::OkStatus();
}

}  // namespace vsx::crypto
