#include "node/domain/document_number.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "node/domain/error.h"
#include "node/domain/state_codes.h"

namespace vsx::domain {
namespace {

// Longer than any number that a machine-readable zone can hold; bounds what hostile input can make us keep.
constexpr size_t kMaxNumber = 64;

// Upper-cases ASCII letters and drops the characters of `dropped`.
std::string Compact(std::string_view text, std::string_view dropped) {
  std::string kept;
  for (char c : text) {
    if (dropped.find(c) == std::string_view::npos) kept.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
  }
  return kept;
}

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

absl::StatusOr<char> DocumentTypeLetter(std::string_view code) {
  const std::string letters = Compact(code, " <");
  const bool sound =
      (letters.size() == 1 || letters.size() == 2) && IsUpper(letters.front()) && IsUpper(letters.back());
  if (sound) {
    switch (letters.front()) {
      case 'P':
      case 'V':
        return letters.front();
      case 'I':
      case 'A':
      case 'C':
        return 'I';
      default:
        break;
    }
  }
  return InvalidField(
      "DOCUMENT_CODE_INVALID", "code",
      "document type: give P (passport), V (visa), I (identity or travel card) or the two-letter document code");
}

absl::StatusOr<std::string> IssuingStateCode(std::string_view code) {
  std::string letters = Compact(code, " <");
  if (letters == "D") return std::string("DEU");
  if (letters.size() != 3 || StatusOfState(letters) == StateStatus::kUnknown) {
    return InvalidField(
        "ISSUING_STATE_UNKNOWN", "issuing_state",
        "issuing State: give the three letters that stand on the document (ISO 3166-1 alpha-3 or an ICAO code)");
  }
  return letters;
}

absl::StatusOr<std::string> DocumentNumber(std::string_view number) {
  std::string kept = Compact(number, " -./<");
  if (kept.empty())
    return InvalidField("DOCUMENT_NUMBER_INVALID", "number", "document number: holds no letter or digit");
  if (kept.size() > kMaxNumber)
    return InvalidField("DOCUMENT_NUMBER_INVALID", "number", "document number: longer than 64 characters");
  for (char c : kept) {
    if (!IsUpper(c) && !absl::ascii_isdigit(c)) {
      return InvalidField(
          "DOCUMENT_NUMBER_INVALID", "number",
          "document number: only the letters A to Z and digits, besides spaces, hyphens, full stops, slashes and <");
    }
  }
  return kept;
}

}  // namespace vsx::domain
