#ifndef VSX_NODE_DOMAIN_MRZ_FAILURE_H_
#define VSX_NODE_DOMAIN_MRZ_FAILURE_H_

#include <string_view>

namespace vsx::domain {

// What can be wrong with a machine-readable zone, in the order in which it is reported.
enum class MrzFailure {
  kLineCountOrLength,
  kCharset,
  kDocumentCodeInvalid,
  kDocumentNumberCheck,
  kBirthDateCheck,
  kExpiryDateCheck,
  kOptionalDataCheck,  // TD3 only
  kCompositeCheck,     // not on visas
  kBirthDateFormat,
  kBirthDateCalendar,
  kExpiryDateFormat,
  kExpiryDateCalendar,
  kSexInvalid,
  kIssuingStateUnknown,
  kNationalityUnknown,
  kNameCharacters,
  kNameStructure,
};

// The stable code of a failure: "document_number_check".
std::string_view MrzFailureCode(MrzFailure failure);

// The failure in words that tell an officer what to look at: "check digit of the document number is wrong: …".
std::string_view MrzFailureText(MrzFailure failure);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_MRZ_FAILURE_H_
