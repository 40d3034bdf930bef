#ifndef VSX_NODE_DOMAIN_CONSENT_DIRECTIVES_H_
#define VSX_NODE_DOMAIN_CONSENT_DIRECTIVES_H_

#include <optional>

#include "node/domain/consent_record.h"

namespace vsx::domain {

// What a record's directives alone say about one cell; silence is no effect.
struct DirectiveVerdict {
  std::optional<Effect> effect;
  const Directive* directive = nullptr;  // the one that decided; points into the record
  bool exact = false;                    // it names the Party and the purpose
};

// Reads the directives for (party, purpose); no party stands for a Party that no directive names. Protocol §2: (Party,
// purpose) over (Party, any) over (any, purpose) over default, deny at equal rank; level 2 implies level 1, and denying
// level 1 denies both; PRESENTED is reached only by directives that name it. Allows of who may not allow are not read;
// nothing of a suspected guardian's is.
DirectiveVerdict ReadDirectives(const ConsentRecord& record, const std::optional<PartyCode>& party, Purpose purpose);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CONSENT_DIRECTIVES_H_
