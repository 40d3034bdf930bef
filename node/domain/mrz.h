#ifndef VSX_NODE_DOMAIN_MRZ_H_
#define VSX_NODE_DOMAIN_MRZ_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/mrz_failure.h"
#include "node/domain/mrz_name.h"
#include "node/domain/state_codes.h"

namespace vsx::domain {

// The machine-readable zones of ICAO Doc 9303: TD1 3×30 (cards), TD2 2×36, TD3 2×44 (passports), visas MRV-A 2×44 and
// MRV-B 2×36, whose code starts with V.
enum class MrzFormat { kTd1, kTd2, kTd3, kMrva, kMrvb };

// "TD1", "TD2", "TD3", "MRVA" or "MRVB".
std::string_view MrzFormatName(MrzFormat format);

enum class MrzSex { kInvalid, kMale, kFemale, kUnspecified };

// The fields as printed, without trailing fillers. Dates stay YYMMDD with fillers (MrzBirthDate gives the century).
struct MrzFields {
  std::string document_code;
  std::string issuing_state;
  std::string document_number;  // whole: with the long-number rule of TD1 and TD2 applied, without the check digit
  std::string nationality;
  std::string birth_date;
  MrzSex sex = MrzSex::kInvalid;
  std::string expiry_date;
  std::string optional_data;                   // what the long number leaves of it
  std::optional<std::string> optional_data_2;  // TD1 only
  MrzName name;
};

enum class MrzCheck { kDocumentNumber, kBirthDate, kExpiryDate, kOptionalData, kComposite };

struct MrzCheckDigit {
  MrzCheck check;
  std::string over;  // the characters that it covers
  int computed;
  char present;
  bool ok;
};

// What the zone would be if look-alikes (0/O 1/I 2/Z 5/S 6/G 8/B) were read by the class of their place. A suggestion
// to show to the officer beside the document; it is never taken in place of what was read.
struct MrzClassCorrection {
  std::vector<std::string> lines;
  bool changed = false;
  bool valid = false;
};

struct MrzResult {
  // By the number of lines and the length of the first; nothing if no format has these.
  std::optional<MrzFormat> format;
  // Right number and lengths of lines, only A–Z, 0–9 and <. The members below stand empty without it.
  bool well_formed = false;
  std::vector<MrzFailure> failures;  // in the order of the enumeration, none twice
  MrzFields fields;
  std::vector<MrzCheckDigit> check_digits;
  bool long_document_number = false;
  StateStatus issuing_state_status = StateStatus::kUnknown;
  StateStatus nationality_status = StateStatus::kUnknown;

  // Only for a well-formed zone with failures.
  std::optional<MrzClassCorrection> class_correction;
  // Where that does not mend the document number: the numbers one look-alike away that satisfy all check digits. With
  // more than one, only the document can tell.
  std::vector<std::string> document_number_candidates;

  bool valid() const { return well_formed && failures.empty(); }
};

// Reads the lines exactly as they are: nothing is trimmed, upper-cased or corrected. Any bytes may be given.
// A valid zone does not prove the number: letters ten apart (N, X) give the same check digits.
MrzResult ParseMrz(std::span<const std::string> lines);

// The same for one text as scanned or typed: split at newlines, spaces and carriage returns trimmed from both ends of
// each line, empty lines dropped.
MrzResult ParseMrzText(std::string_view text);

// OK for a valid zone, else INVALID_ARGUMENT that says every failure in words for an officer, with no character of it;
// its reason is MRZ_MALFORMED, CHECK_DIGIT_WRONG or MRZ_INVALID.
absl::Status MrzStatus(const MrzResult& result);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_MRZ_H_
