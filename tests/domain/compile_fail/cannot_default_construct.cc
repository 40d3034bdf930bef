// error: no matching function for call to|no matching constructor for initialization
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

vsx::domain::PermittedCopy Make() { return vsx::domain::PermittedCopy(); }
