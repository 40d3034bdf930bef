#ifndef VSX_NODE_DOMAIN_AGENCY_KIND_H_
#define VSX_NODE_DOMAIN_AGENCY_KIND_H_

#include <string_view>

namespace vsx::domain {

// AgencyKind is the kind of authority behind an agency certificate (protocol §8).
enum class AgencyKind {
  kUnknown,  // no authority
  kCounterTrafficking,
  kImmigration,
  kPolice,
  kLabour,
  kProsecution,
  kCourt,
  kConsular,
  kChildProtection,
  kReporting,
  kHumanRights,
  kOverseer,
  kOperator,
};

// The `<kind>` of a certificate's URI SAN, in lower case with hyphens: "counter-trafficking".
std::string_view AgencyKindName(AgencyKind kind);

// The kind of that name; kUnknown for any other text.
AgencyKind AgencyKindFromName(std::string_view name);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_AGENCY_KIND_H_
