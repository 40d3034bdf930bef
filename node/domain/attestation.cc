#include "node/domain/attestation.h"

#include "node/domain/age.h"

namespace vsx::domain {

AgeClass AgeClassOn(const CaseFacts& facts, const CivilDate& day) {
  // A date in a document that may be forged never makes an adult of a person whom the authority presumes to be a child.
  if (facts.age_class == AgeClass::kPresumedChild) return AgeClass::kPresumedChild;
  if (facts.birth_date.has_value()) {
    const AgeOnDay age = AgeOn(facts.birth_date, day);
    if (age == AgeOnDay::kAdult) return AgeClass::kAdult;
    if (age == AgeOnDay::kChild) return AgeClass::kChild;
  }
  return facts.age_class == AgeClass::kUnknown ? AgeClass::kPresumedChild : facts.age_class;
}

}  // namespace vsx::domain
