// error: lvalue required as left operand of assignment|expression is not assignable
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

void Change(vsx::domain::PermittedCopy& copy) { copy.purpose() = vsx::domain::Purpose::kNotifyLevel2; }
