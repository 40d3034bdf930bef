// error: is private within this context|calling a private constructor of class
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

namespace elsewhere {
// A function of the same name in another namespace is not the friend.
std::optional<vsx::domain::PermittedCopy> PermitCopy(const vsx::domain::ConsentQuestion& question) {
  return vsx::domain::PermittedCopy(question.recipient, question.purpose);
}
}  // namespace elsewhere
