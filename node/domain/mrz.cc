#include "node/domain/mrz.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/domain/error.h"
#include "node/domain/mrz_correction.h"
#include "node/domain/mrz_date.h"
#include "node/domain/mrz_layout.h"

namespace vsx::domain {
namespace {

// Characters, not bytes: a line with a letter outside A–Z has a right length and a wrong character.
size_t CountCharacters(std::string_view line) {
  return static_cast<size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool IsMrzCharacter(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<'; }

std::string TrimFillers(std::string_view text) {
  while (!text.empty() && text.back() == '<') text.remove_suffix(1);
  return std::string(text);
}

// One reading of one well-formed zone.
class Reader {
 public:
  Reader(std::span<const std::string> lines, const MrzLayout& layout, MrzResult& result)
      : lines_(lines), layout_(layout), result_(result) {}

  void Read() {
    ReadDocumentCode();
    ReadDocumentNumber();
    ReadDates();
    ReadOptionalDataAndComposite();
    ReadSex();
    ReadStates();
    ReadName();
    std::sort(result_.failures.begin(), result_.failures.end());
  }

 private:
  std::string_view Of(const MrzSpan& span) const { return Cut(lines_, span); }
  void Fail(MrzFailure failure) { result_.failures.push_back(failure); }

  void Check(MrzCheck check, std::string over, char present, bool empty_allowed, MrzFailure failure) {
    const int computed = MrzCheckDigitOf(over);
    const bool ok = present == static_cast<char>('0' + computed) || (empty_allowed && present == '<');
    result_.check_digits.push_back({check, std::move(over), computed, present, ok});
    if (!ok) Fail(failure);
  }

  void ReadDocumentCode() {
    const std::string_view code = Of(layout_.document_code);
    const bool second = code[1] == '<' || (code[1] >= 'A' && code[1] <= 'Z');
    if (layout_.code_letters.find(code[0]) == std::string_view::npos || !second) Fail(MrzFailure::kDocumentCodeInvalid);
    result_.fields.document_code = TrimFillers(code);
  }

  void ReadDocumentNumber() {
    std::string number = TrimFillers(Of(layout_.document_number));
    char present = Of(layout_.document_number_check)[0];
    std::string over(Of(layout_.document_number));
    std::string_view optional = Of(layout_.optional_data);
    // Long numbers (Doc 9303-5, -6): a filler in the place of the check digit; the rest and the check digit open
    // the optional data, ended by a filler. The digit is computed over the number without that filler.
    const size_t end = std::min(optional.find('<'), optional.size());
    if (layout_.long_numbers && present == '<' && end >= 2) {
      number = over + std::string(optional.substr(0, end - 1));
      over = number;
      present = optional[end - 1];
      optional.remove_prefix(end);
      while (!optional.empty() && optional.front() == '<') optional.remove_prefix(1);
      result_.long_document_number = true;
    }
    Check(MrzCheck::kDocumentNumber, std::move(over), present, /*empty_allowed=*/false,
          MrzFailure::kDocumentNumberCheck);
    result_.fields.document_number = std::move(number);
    result_.fields.optional_data = TrimFillers(optional);
  }

  void ReadDates() {
    ReadDate(layout_.birth_date, layout_.birth_date_check, MrzCheck::kBirthDate, MrzFailure::kBirthDateCheck,
             MrzFailure::kBirthDateFormat, MrzFailure::kBirthDateCalendar, result_.fields.birth_date);
    ReadDate(layout_.expiry_date, layout_.expiry_date_check, MrzCheck::kExpiryDate, MrzFailure::kExpiryDateCheck,
             MrzFailure::kExpiryDateFormat, MrzFailure::kExpiryDateCalendar, result_.fields.expiry_date);
  }

  void ReadDate(const MrzSpan& span, const MrzSpan& check_span, MrzCheck check, MrzFailure check_failure,
                MrzFailure format_failure, MrzFailure calendar_failure, std::string& field) {
    field = std::string(Of(span));
    Check(check, field, Of(check_span)[0], /*empty_allowed=*/false, check_failure);
    const MrzDateFault fault = CheckMrzDate(field);
    if (fault == MrzDateFault::kFormat) Fail(format_failure);
    if (fault == MrzDateFault::kCalendar) Fail(calendar_failure);
  }

  void ReadOptionalDataAndComposite() {
    if (layout_.optional_data_2.size > 0) result_.fields.optional_data_2 = TrimFillers(Of(layout_.optional_data_2));
    if (layout_.optional_data_check.size > 0) {
      const std::string_view optional = Of(layout_.optional_data);
      // An empty personal number may carry a filler in place of its 0 (Doc 9303-4).
      const bool empty = optional.find_first_not_of('<') == std::string_view::npos;
      Check(MrzCheck::kOptionalData, std::string(optional), Of(layout_.optional_data_check)[0], empty,
            MrzFailure::kOptionalDataCheck);
    }
    if (layout_.composite_check.size > 0) {
      std::string over;
      for (const MrzSpan& span : layout_.composite_over) over += Of(span);
      Check(MrzCheck::kComposite, std::move(over), Of(layout_.composite_check)[0], /*empty_allowed=*/false,
            MrzFailure::kCompositeCheck);
    }
  }

  void ReadSex() {
    switch (Of(layout_.sex)[0]) {
      case 'M':
        result_.fields.sex = MrzSex::kMale;
        return;
      case 'F':
        result_.fields.sex = MrzSex::kFemale;
        return;
      case '<':
        result_.fields.sex = MrzSex::kUnspecified;
        return;
      default:
        Fail(MrzFailure::kSexInvalid);
    }
  }

  void ReadStates() {
    result_.fields.issuing_state = TrimFillers(Of(layout_.issuing_state));
    result_.fields.nationality = TrimFillers(Of(layout_.nationality));
    result_.issuing_state_status = StatusOfState(result_.fields.issuing_state);
    result_.nationality_status = StatusOfState(result_.fields.nationality);
    if (result_.issuing_state_status == StateStatus::kUnknown) Fail(MrzFailure::kIssuingStateUnknown);
    if (result_.nationality_status == StateStatus::kUnknown) Fail(MrzFailure::kNationalityUnknown);
  }

  void ReadName() {
    result_.fields.name = ParseMrzName(Of(layout_.name));
    if (result_.fields.name.has_digit) Fail(MrzFailure::kNameCharacters);
    if (!result_.fields.name.well_structured) Fail(MrzFailure::kNameStructure);
  }

  std::span<const std::string> lines_;
  const MrzLayout& layout_;
  MrzResult& result_;
};

}  // namespace

std::string_view MrzFormatName(MrzFormat format) {
  switch (format) {
    case MrzFormat::kTd1:
      return "TD1";
    case MrzFormat::kTd2:
      return "TD2";
    case MrzFormat::kTd3:
      return "TD3";
    case MrzFormat::kMrva:
      return "MRVA";
    case MrzFormat::kMrvb:
      return "MRVB";
  }
  return "";
}

MrzResult ReadMrz(std::span<const std::string> lines) {
  MrzResult result;
  const std::string_view first = lines.empty() ? std::string_view() : std::string_view(lines.front());
  result.format = RecogniseMrz(lines.size(), CountCharacters(first), !first.empty() && first.front() == 'V');
  const bool sized = result.format.has_value() && std::all_of(lines.begin(), lines.end(), [&](const std::string& line) {
                       return CountCharacters(line) == LayoutOf(*result.format).width;
                     });
  const bool clean = std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
    return std::all_of(line.begin(), line.end(), IsMrzCharacter);
  });
  if (!sized) result.failures.push_back(MrzFailure::kLineCountOrLength);
  if (!clean) result.failures.push_back(MrzFailure::kCharset);
  result.well_formed = sized && clean;
  if (result.well_formed) Reader(lines, LayoutOf(*result.format), result).Read();
  return result;
}

MrzResult ParseMrz(std::span<const std::string> lines) {
  MrzResult result = ReadMrz(lines);
  if (result.well_formed && !result.failures.empty()) SuggestCorrections(lines, result);
  return result;
}

MrzResult ParseMrzText(std::string_view text) {
  constexpr size_t kMostLines = 4;  // one more than any format has: the rest cannot change the verdict
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < kMostLines) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t from = line.find_first_not_of(" \r");
    if (from == std::string_view::npos) continue;
    line = line.substr(from, line.find_last_not_of(" \r") - from + 1);
    lines.emplace_back(line);
  }
  return ParseMrz(lines);
}

absl::Status MrzStatus(const MrzResult& result) {
  if (result.valid()) return absl::OkStatus();
  const std::string texts = absl::StrJoin(
      result.failures, "; ", [](std::string* out, MrzFailure failure) { out->append(MrzFailureText(failure)); });
  const bool check_digit = std::any_of(result.check_digits.begin(), result.check_digits.end(),
                                       [](const MrzCheckDigit& digit) { return !digit.ok; });
  const std::string_view reason = !result.well_formed ? "MRZ_MALFORMED"
                                  : check_digit       ? "CHECK_DIGIT_WRONG"
                                                      : "MRZ_INVALID";
  return InvalidField(reason, "", absl::StrCat("machine-readable zone: ", texts));
}

}  // namespace vsx::domain
