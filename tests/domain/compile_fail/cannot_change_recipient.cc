// error: discards qualifiers|no viable overloaded
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

void Change(vsx::domain::PermittedCopy& copy, const vsx::domain::PartyCode& party) { copy.recipient() = party; }
