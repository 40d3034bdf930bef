// error: discards qualifiers|no matching member function for call to .push_back
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

void Change(vsx::domain::PermittedCopy& copy, const vsx::domain::MarkedHandle& handle) {
  copy.handles().push_back(handle);
}
