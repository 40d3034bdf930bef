#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

// Compiles: what everybody may do with a copy.
std::optional<vsx::domain::PermittedCopy> Ask(const vsx::domain::ConsentQuestion& question) {
  std::optional<vsx::domain::PermittedCopy> copy = vsx::domain::PermitCopy(question);
  if (copy.has_value() && copy->identity().has_value() && copy->identity()->names.empty()) return std::nullopt;
  return copy;
}
