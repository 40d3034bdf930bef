#include "node/domain/mrz_correction.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "node/domain/mrz_layout.h"

namespace vsx::domain {
namespace {

// Characters that scanners and eyes take for each other.
constexpr std::string_view kConfusedDigits = "012568";
constexpr std::string_view kConfusedLetters = "OIZSGB";

// The other of its pair; a character without a look-alike stays.
char LookAlike(char c) {
  if (const size_t at = kConfusedDigits.find(c); at != std::string_view::npos) return kConfusedLetters[at];
  if (const size_t at = kConfusedLetters.find(c); at != std::string_view::npos) return kConfusedDigits[at];
  return c;
}

void Correct(std::vector<std::string>& lines, const MrzSpan& span, bool to_digits) {
  for (size_t i = span.at; i < span.at + span.size; ++i) {
    char& c = lines[span.line][i];
    if (absl::ascii_isdigit(c) != to_digits) {
      const char other = LookAlike(c);
      if (absl::ascii_isdigit(other) == to_digits) c = other;
    }
  }
}

// Letters and digits both stand in document numbers and optional data: these are left alone.
std::vector<std::string> CorrectByClass(std::span<const std::string> lines, const MrzLayout& layout) {
  std::vector<std::string> corrected(lines.begin(), lines.end());
  for (const MrzSpan& span : {layout.document_code, layout.issuing_state, layout.nationality, layout.name}) {
    Correct(corrected, span, /*to_digits=*/false);
  }
  for (const MrzSpan& span :
       {layout.document_number_check, layout.birth_date, layout.birth_date_check, layout.expiry_date,
        layout.expiry_date_check, layout.optional_data_check, layout.composite_check}) {
    Correct(corrected, span, /*to_digits=*/true);
  }
  return corrected;
}

bool AllCheckConfusedDigitsFit(const MrzResult& result) {
  return std::all_of(result.check_digits.begin(), result.check_digits.end(),
                     [](const MrzCheckDigit& digit) { return digit.ok; });
}

// Tries each look-alike of the characters in `span`, one at a time.
void TryLookAlikes(std::vector<std::string> lines, const MrzSpan& span, std::vector<std::string>& candidates) {
  for (size_t i = span.at; i < span.at + span.size; ++i) {
    char& c = lines[span.line][i];
    const char read = c;
    c = LookAlike(read);
    if (c != read) {
      const MrzResult tried = ReadMrz(lines);
      if (AllCheckConfusedDigitsFit(tried)) candidates.push_back(tried.fields.document_number);
    }
    c = read;
  }
}

bool Has(const MrzResult& result, MrzFailure failure) {
  return std::find(result.failures.begin(), result.failures.end(), failure) != result.failures.end();
}

}  // namespace

void SuggestCorrections(std::span<const std::string> lines, MrzResult& result) {
  const MrzLayout& layout = LayoutOf(*result.format);
  MrzClassCorrection correction;
  correction.lines = CorrectByClass(lines, layout);
  const MrzResult corrected = ReadMrz(correction.lines);
  correction.changed = !std::equal(lines.begin(), lines.end(), correction.lines.begin());
  correction.valid = corrected.valid();
  if (Has(corrected, MrzFailure::kDocumentNumberCheck)) {
    TryLookAlikes(correction.lines, layout.document_number, result.document_number_candidates);
    if (corrected.long_document_number) {
      // The rest of a long number, without its check digit, opens the optional data.
      MrzSpan rest = layout.optional_data;
      rest.size = corrected.fields.document_number.size() - layout.document_number.size;
      TryLookAlikes(correction.lines, rest, result.document_number_candidates);
    }
  }
  result.class_correction = std::move(correction);
}

}  // namespace vsx::domain
