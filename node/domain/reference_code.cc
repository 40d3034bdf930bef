#include "node/domain/reference_code.h"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr unsigned kBitsPerSymbol = 5;

// Bits 0–4 and 5–9, most significant first, of SHA-256("vsx/refcode/v1" ‖ symbols).
std::string CheckSymbols(const std::string& symbols) {
  const std::string input = absl::StrCat("vsx/refcode/v1", symbols);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) std::abort();
  const unsigned bits = static_cast<unsigned>(digest[0]) << 8 | digest[1];
  return {kAlphabet[bits >> 11], kAlphabet[bits >> 6 & 0x1F]};
}

// The symbol that a typed character stands for, or NUL.
char SymbolOf(char typed) {
  const char upper = absl::ascii_toupper(static_cast<unsigned char>(typed));
  if (upper == 'I' || upper == 'L') return '1';
  if (upper == 'O') return '0';
  return kAlphabet.find(upper) != std::string_view::npos ? upper : '\0';
}

}  // namespace

ReferenceCode ReferenceCode::FromRandom(std::span<const uint8_t, kRandomBytes> random) {
  std::string symbols;
  unsigned pending = 0;
  unsigned bits = 0;
  for (size_t i = 0; symbols.size() < kSymbols; ++i) {
    pending = (pending << 8 | random[i]) & 0xFFF;  // at most four bits wait for the next byte
    for (bits += 8; bits >= kBitsPerSymbol && symbols.size() < kSymbols; bits -= kBitsPerSymbol) {
      symbols.push_back(kAlphabet[pending >> (bits - kBitsPerSymbol) & 0x1F]);
    }
  }
  return ReferenceCode(std::move(symbols));
}

absl::StatusOr<ReferenceCode> ReferenceCode::Parse(std::string_view typed) {
  std::string symbols;
  for (char c : typed) {
    if (c == ' ' || c == '-') continue;
    if (c == 'u' || c == 'U') {
      return InvalidField("REFERENCE_CODE_LETTER_U", "",
                          "reference code: the letter U is in no code; look again, it may be a V");
    }
    const char symbol = SymbolOf(c);
    if (symbol == '\0') {
      return InvalidField("REFERENCE_CODE_CHARACTER", "",
                          "reference code: holds a character that is in no code (letters and digits only)");
    }
    symbols.push_back(symbol);
    if (symbols.size() > kSymbols + kCheckSymbols) break;
  }
  if (symbols.size() < kSymbols + kCheckSymbols) {
    return InvalidField("REFERENCE_CODE_LENGTH", "",
                        "reference code: too short; a code has 22 letters and digits, the last two included");
  }
  if (symbols.size() > kSymbols + kCheckSymbols) {
    return InvalidField("REFERENCE_CODE_LENGTH", "", "reference code: too long; a code has 22 letters and digits");
  }
  const std::string check = symbols.substr(kSymbols);
  symbols.resize(kSymbols);
  if (check != CheckSymbols(symbols)) {
    return InvalidField("REFERENCE_CODE_CHECK_WRONG", "",
                        "reference code: the check symbols do not fit; compare each letter and digit with the paper");
  }
  return ReferenceCode(std::move(symbols));
}

absl::StatusOr<ReferenceCode> ReferenceCode::FromSymbols(std::string_view symbols) {
  if (symbols.size() != kSymbols || symbols.find_first_not_of(kAlphabet) != std::string_view::npos) {
    return InvalidField("HANDLE_NOT_CANONICAL", "", "reference code: not 20 symbols in their stored form");
  }
  return ReferenceCode(std::string(symbols));
}

std::string ReferenceCode::ToPrinted() const {
  std::string printed;
  for (size_t i = 0; i < kSymbols; i += 5) absl::StrAppend(&printed, symbols_.substr(i, 5), "-");
  return absl::StrCat(printed, CheckSymbols(symbols_));
}

}  // namespace vsx::domain
