#include "crypto/encoding.h"

#include <limits>

#include "crypto/init.h"

namespace vsx::crypto {
namespace {

int HexDigitValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

std::string LengthPrefixed(std::string_view bytes) {
  std::string out;
  out.reserve(4 + bytes.size());
  AppendLengthPrefixed(out, bytes);
  return out;
}

void AppendLengthPrefixed(std::string& out, std::string_view bytes) {
  Require(bytes.size() <= std::numeric_limits<uint32_t>::max(), "length prefix of 4 bytes overflows");
  AppendU32Be(out, static_cast<uint32_t>(bytes.size()));
  out.append(bytes);
}

void AppendU32Be(std::string& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>((value >> shift) & 0xff));
}

void AppendU64Be(std::string& out, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>((value >> shift) & 0xff));
}

std::string ToHex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    out.push_back(kDigits[static_cast<uint8_t>(byte) >> 4]);
    out.push_back(kDigits[static_cast<uint8_t>(byte) & 0x0f]);
  }
  return out;
}

absl::StatusOr<std::string> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return absl::InvalidArgumentError("hexadecimal text has an odd number of digits");
  std::string out;
  out.reserve(hex.size() / 2);
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = HexDigitValue(hex[i]);
    const int low = HexDigitValue(hex[i + 1]);
    if (high < 0 || low < 0) return absl::InvalidArgumentError("hexadecimal text holds a character that is no digit");
    out.push_back(static_cast<char>(high * 16 + low));
  }
  return out;
}

}  // namespace vsx::crypto
