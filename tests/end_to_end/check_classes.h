#ifndef VSX_TESTS_END_TO_END_CHECK_CLASSES_H_
#define VSX_TESTS_END_TO_END_CHECK_CLASSES_H_

#include <array>
#include <string>
#include <vector>

#include "tests/end_to_end/agency.h"
#include "tests/end_to_end/sample_person.h"

namespace vsx::test {

// A class of the blind check, and who asks in it.
struct CheckClass {
  v1::Purpose purpose;
  std::string name;                     // as in protocol §4
  std::string agency_kind;              // one that may ask in it, as in certificates
  v1::AccessPurpose purpose_of_access;  // and why that one then asks
};
const std::array<CheckClass, 3>& CheckClasses();

// Somebody whom a body identified, with documents and a code handed over.
struct IdentifiedPerson {
  SamplePerson person;
  std::string reference_code;

  // By what a check of that class asks: her code, or her document.
  v1::PersonQuery QueryIn(const CheckClass& cls) const;
};

// `body` identifies `person` as a national of `party`, whose consul may then be her own, and hands her a code. She lets
// that Party find her in this one class, and says no to all else there, to the code too unless that is the class; and
// to all, the code too, at the Parties that she excluded.
IdentifiedPerson IdentifyForOneClass(const Agency& body, SamplePerson person, const std::string& party,
                                     const CheckClass& allowed, const std::vector<std::string>& excluded = {});

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_CHECK_CLASSES_H_
