// error: is private within this context|has private constructor
#include "node/domain/consent_policy.h"
#include "node/domain/permitted_copy.h"

class Forged : public vsx::domain::PermittedCopy {
 public:
  explicit Forged(const vsx::domain::PartyCode& party)
      : vsx::domain::PermittedCopy(party, vsx::domain::Purpose::kNotifyLevel2) {}
};
Forged Make(const vsx::domain::PartyCode& party) { return Forged(party); }
