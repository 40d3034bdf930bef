// error: identity_.* is private within this context|is a private member of
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

void Change(vsx::domain::PermittedCopy& copy) { copy.identity_ = vsx::domain::PermittedCopy::Identity{}; }
