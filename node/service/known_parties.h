#ifndef VSX_NODE_SERVICE_KNOWN_PARTIES_H_
#define VSX_NODE_SERVICE_KNOWN_PARTIES_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/consent_record.h"
#include "node/domain/party_code.h"
#include "node/statement/trust_store.h"

namespace vsx::service {

// KnownParties are the Parties that a person's answer may name: the own one; every Party and Member State that the
// manifest names, in force or not; and those of the record that stands, which may have left the manifest since. A code
// that nobody has would be obeyed and mean nobody, while she believes that it holds. Borrows both.
class KnownParties {
 public:
  // `standing` may be null.
  KnownParties(const statement::TrustStore& trust, const domain::ConsentRecord* standing)
      : trust_(trust), standing_(standing) {}

  bool Contains(const domain::PartyCode& party) const;

  // INVALID_ARGUMENT PARTY_UNKNOWN at the first of them that is not known, with its field: `field`[i], for directives
  // `field`[i].party.
  absl::Status Check(const std::vector<domain::PartyCode>& parties, std::string_view field) const;
  absl::Status Check(const std::vector<domain::Directive>& directives, std::string_view field) const;
  // What an interview or an amendment says: `parties_put`, `feared_parties`, `directives`.
  absl::Status Check(const domain::ConsentRecord& said) const;

 private:
  const statement::TrustStore& trust_;
  const domain::ConsentRecord* standing_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_KNOWN_PARTIES_H_
