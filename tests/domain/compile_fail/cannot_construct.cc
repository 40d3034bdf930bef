// error: is private within this context|calling a private constructor of class
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

vsx::domain::PermittedCopy Make(const vsx::domain::PartyCode& party) {
  return vsx::domain::PermittedCopy(party, vsx::domain::Purpose::kNotifyLevel2);
}
