#include "node/domain/mrz_failure.h"

namespace vsx::domain {
namespace {

struct FailureWords {
  std::string_view code;
  std::string_view text;
};

FailureWords WordsOf(MrzFailure failure) {
  switch (failure) {
    case MrzFailure::kLineCountOrLength:
      return {"line_count_or_length",
              "number or length of the lines is wrong: give 3 lines of 30 (cards), 2 of 36, or 2 of 44 (passports)"};
    case MrzFailure::kCharset:
      return {"charset", "a character is not allowed: only A to Z, 0 to 9 and < stand in the lines"};
    case MrzFailure::kDocumentCodeInvalid:
      return {"document_code_invalid",
              "document code at the start is wrong: P for passports, V for visas, A, C or I for cards"};
    case MrzFailure::kDocumentNumberCheck:
      return {"document_number_check", "check digit of the document number is wrong: type the number again"};
    case MrzFailure::kBirthDateCheck:
      return {"birth_date_check", "check digit of the birth date is wrong: type the birth date again"};
    case MrzFailure::kExpiryDateCheck:
      return {"expiry_date_check", "check digit of the expiry date is wrong: type the expiry date again"};
    case MrzFailure::kOptionalDataCheck:
      return {"optional_data_check",
              "check digit of the personal number is wrong: type the end of the second line again"};
    case MrzFailure::kCompositeCheck:
      return {"composite_check", "check digit over the whole zone is wrong: compare all lines with the document"};
    case MrzFailure::kBirthDateFormat:
      return {"birth_date_format", "birth date holds something else than digits, or fillers for unknown parts"};
    case MrzFailure::kBirthDateCalendar:
      return {"birth_date_calendar", "birth date is no day of the calendar"};
    case MrzFailure::kExpiryDateFormat:
      return {"expiry_date_format", "expiry date holds something else than digits, or fillers for unknown parts"};
    case MrzFailure::kExpiryDateCalendar:
      return {"expiry_date_calendar", "expiry date is no day of the calendar"};
    case MrzFailure::kSexInvalid:
      return {"sex_invalid", "the place between birth date and expiry date holds something else than M, F or <"};
    case MrzFailure::kIssuingStateUnknown:
      return {"issuing_state_unknown", "issuing State is no code in use: compare its letters with the document"};
    case MrzFailure::kNationalityUnknown:
      return {"nationality_unknown", "nationality is no code in use: compare its letters with the document"};
    case MrzFailure::kNameCharacters:
      return {"name_characters", "name holds a digit: compare it with the document"};
    case MrzFailure::kNameStructure:
      return {"name_structure", "fillers in the name stand wrongly: one between parts, two after the surname"};
  }
  return {};
}

}  // namespace

std::string_view MrzFailureCode(MrzFailure failure) { return WordsOf(failure).code; }

std::string_view MrzFailureText(MrzFailure failure) { return WordsOf(failure).text; }

}  // namespace vsx::domain
