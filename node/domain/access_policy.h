#ifndef VSX_NODE_DOMAIN_ACCESS_POLICY_H_
#define VSX_NODE_DOMAIN_ACCESS_POLICY_H_

#include <array>
#include <string_view>

#include "node/domain/agency_kind.h"

// Who may call what, and why: agency kind × purpose × method, one table, deny by default (protocol §8).
namespace vsx::domain {

enum class AccessPurpose {
  kNone,  // none given, or one that this node does not know; what health and reflection are called with
  kCaseManagement,
  kProtectiveCheck,
  kPresentedCode,
  kConsularCheck,
  kScreening,
  kMonitoring,
  kAudit,
  kAdmin,
};

enum class Method {
  kUnknown,
  kRegisterCase,
  kPreviewConsent,
  kRecordConsent,
  kAmendConsent,
  kWithdrawConsent,
  kGetCase,
  kFindCases,
  kListCases,
  kUpgradeStatus,
  kRevokeCase,
  kIssueReferenceCode,
  kListDeliveries,
  kListInbox,
  kListAccessNotices,
  kCheckStatus,
  kAwaitStatus,
  kDeclareScreening,
  kScreen,
  kListScreeningHits,
  kReadAudit,
  kGetNodeStatus,
  kGetOutboxStatus,
  kDeliver,         // nodes only, as the next three
  kGetIndexHeader,  // …
  kFetchIndex,      // …
  kEvaluate,        // …
  kHealth,
  kReflection,
};

enum class Port { kAgency, kPeer };

inline constexpr std::array<AgencyKind, 12> kAgencyKinds = {
    AgencyKind::kCounterTrafficking, AgencyKind::kImmigration, AgencyKind::kPolice,   AgencyKind::kLabour,
    AgencyKind::kProsecution,        AgencyKind::kCourt,       AgencyKind::kConsular, AgencyKind::kChildProtection,
    AgencyKind::kReporting,          AgencyKind::kHumanRights, AgencyKind::kOverseer, AgencyKind::kOperator};

inline constexpr std::array<AccessPurpose, 9> kAccessPurposes = {
    AccessPurpose::kNone,          AccessPurpose::kCaseManagement, AccessPurpose::kProtectiveCheck,
    AccessPurpose::kPresentedCode, AccessPurpose::kConsularCheck,  AccessPurpose::kScreening,
    AccessPurpose::kMonitoring,    AccessPurpose::kAudit,          AccessPurpose::kAdmin};

inline constexpr std::array<Method, 28> kMethods = {Method::kRegisterCase,
                                                    Method::kPreviewConsent,
                                                    Method::kRecordConsent,
                                                    Method::kAmendConsent,
                                                    Method::kWithdrawConsent,
                                                    Method::kGetCase,
                                                    Method::kFindCases,
                                                    Method::kListCases,
                                                    Method::kUpgradeStatus,
                                                    Method::kRevokeCase,
                                                    Method::kIssueReferenceCode,
                                                    Method::kListDeliveries,
                                                    Method::kListInbox,
                                                    Method::kListAccessNotices,
                                                    Method::kCheckStatus,
                                                    Method::kAwaitStatus,
                                                    Method::kDeclareScreening,
                                                    Method::kScreen,
                                                    Method::kListScreeningHits,
                                                    Method::kReadAudit,
                                                    Method::kGetNodeStatus,
                                                    Method::kGetOutboxStatus,
                                                    Method::kDeliver,
                                                    Method::kGetIndexHeader,
                                                    Method::kFetchIndex,
                                                    Method::kEvaluate,
                                                    Method::kHealth,
                                                    Method::kReflection};

// "RegisterCase"; "CASE_MANAGEMENT"; "Unknown" and "NONE" for the rest.
std::string_view MethodName(Method method);
std::string_view AccessPurposeName(AccessPurpose purpose);

// The method of that name, as in the protos; kUnknown for any other text.
Method MethodFromName(std::string_view name);

enum class AccessReason { kAllowed, kUnknownAgencyKind, kWrongPort, kNotInTable };

struct AccessDecision {
  bool allowed = false;
  AccessReason reason = AccessReason::kNotInTable;
};

// "ALLOWED", "UNKNOWN_AGENCY_KIND", "WRONG_PORT", "NOT_IN_TABLE".
std::string_view AccessReasonName(AccessReason reason);

// For a caller with an agency certificate.
AccessDecision DecideAccess(AgencyKind kind, AccessPurpose purpose, Method method, Port port);

// For a caller with another Party's node certificate.
AccessDecision DecideNodeAccess(Method method, Port port);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_ACCESS_POLICY_H_
