// error: discards qualifiers|no viable overloaded
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

void Change(vsx::domain::PermittedCopy& copy) { copy.identity() = vsx::domain::PermittedCopy::Identity{}; }
