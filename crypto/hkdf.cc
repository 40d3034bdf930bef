#include "crypto/hkdf.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/hkdf_in_place.h"
#include "crypto/hmac_sha512.h"
#include "crypto/wiped_bytes.h"

namespace vsx::crypto {

void HkdfExtractInto(absl::Span<uint8_t> out, std::string_view salt, std::string_view input_key) {
  // HMAC pads a short key with zeros, so that an empty salt is the RFC's string of zeros already.
  HmacSha512(salt).Update(input_key).Finish(out.data());
}

void HkdfExpandInto(absl::Span<uint8_t> out, std::string_view pseudorandom_key, std::string_view info) {
  std::array<uint8_t, HmacSha512::kSize> block{};
  std::string_view previous;
  uint8_t counter = 0;
  for (size_t done = 0; done < out.size();) {
    const char count = static_cast<char>(++counter);
    HmacSha512 mac(pseudorandom_key);
    mac.Update(previous).Update(info).Update(std::string_view(&count, 1)).Finish(block.data());
    previous = std::string_view(reinterpret_cast<const char*>(block.data()), block.size());
    const size_t taken = std::min(block.size(), out.size() - done);
    std::memcpy(out.data() + done, block.data(), taken);
    done += taken;
  }
  sodium_memzero(block.data(), block.size());
}

SecretBytes HkdfExtract(std::string_view salt, const SecretBytes& input_key) {
  return SecretBytes::Build(HmacSha512::kSize,
                            [&](absl::Span<uint8_t> out) { HkdfExtractInto(out, salt, input_key.ExposeSecret()); });
}

absl::StatusOr<SecretBytes> HkdfExpand(const SecretBytes& pseudorandom_key, std::string_view info, size_t size) {
  if (size == 0 || size > kHkdfMaxOutput) return absl::InvalidArgumentError("HKDF output must be 1 to 16320 bytes");
  return SecretBytes::Build(
      size, [&](absl::Span<uint8_t> out) { HkdfExpandInto(out, pseudorandom_key.ExposeSecret(), info); });
}

std::string_view KeyUseLabel(KeyUse use) {
  switch (use) {
    case KeyUse::kCaseValue:
      return "vsx/case-value/v1";
    case KeyUse::kCasePseudonym:
      return "vsx/case-pseudonym/v1";
    case KeyUse::kIndexTag:
      return "vsx/tag/v1";
    case KeyUse::kIndexKey:
      return "vsx/key/v1";
  }
  Require(false, "key use without a label");
  return {};
}

void DeriveKeyInto(absl::Span<uint8_t> out, std::string_view input_key, KeyUse use, std::string_view context) {
  std::string info = LengthPrefixed(KeyUseLabel(use));
  info.append(context);
  const auto pseudorandom_key = WipedBytes<HmacSha512::kSize>::Build(
      [input_key](absl::Span<uint8_t> key) { HkdfExtractInto(key, {}, input_key); });
  HkdfExpandInto(out, pseudorandom_key.ExposeSecret(), info);
}

SecretBytes DeriveKey(const SecretBytes& input_key, KeyUse use, std::string_view context, size_t size) {
  Require(size > 0 && size <= kHkdfMaxOutput, "size of a derived key");
  return SecretBytes::Build(
      size, [&](absl::Span<uint8_t> out) { DeriveKeyInto(out, input_key.ExposeSecret(), use, context); });
}

}  // namespace vsx::crypto
