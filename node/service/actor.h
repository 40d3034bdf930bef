#ifndef VSX_NODE_SERVICE_ACTOR_H_
#define VSX_NODE_SERVICE_ACTOR_H_

#include <string>

#include "node/domain/access_policy.h"
#include "node/domain/agency_kind.h"

namespace vsx::service {

// Who acts, verified and allowed by whoever calls a use case: for the audit log, and for what depends on the agency.
struct Actor {
  std::string uri;     // URI SAN of the certificate
  std::string agency;  // `<kind>/<name>`
  domain::AgencyKind kind = domain::AgencyKind::kUnknown;
  std::string officer;  // the officer's reference in that agency
  domain::AccessPurpose purpose = domain::AccessPurpose::kNone;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_ACTOR_H_
