#include "node/domain/access_policy.h"

#include <cstdint>
#include <initializer_list>
#include <utility>

namespace vsx::domain {
namespace {

using enum AgencyKind;

// A set of agency kinds, one bit each.
constexpr uint32_t Kinds(std::initializer_list<AgencyKind> kinds) {
  uint32_t set = 0;
  for (AgencyKind kind : kinds) set |= uint32_t{1} << static_cast<int>(kind);
  return set;
}

constexpr uint32_t kBody = Kinds({kCounterTrafficking});
constexpr uint32_t kCheckers =
    Kinds({kImmigration, kPolice, kLabour, kProsecution, kCourt, kChildProtection, kCounterTrafficking});
constexpr uint32_t kScreeners = Kinds({kImmigration, kPolice, kCounterTrafficking});
constexpr uint32_t kEverybody = Kinds({kCounterTrafficking, kImmigration, kPolice, kLabour, kProsecution, kCourt,
                                       kConsular, kChildProtection, kReporting, kHumanRights, kOverseer, kOperator});

struct Row {
  Method method;
  AccessPurpose purpose;
  uint32_t kinds;
};

// The table of protocol §8. What has no row is denied. Monitoring has none yet: no method gives aggregates.
constexpr Row kTable[] = {
    {Method::kRegisterCase, AccessPurpose::kCaseManagement, kBody},
    {Method::kPreviewConsent, AccessPurpose::kCaseManagement, kBody},
    {Method::kRecordConsent, AccessPurpose::kCaseManagement, kBody},
    {Method::kAmendConsent, AccessPurpose::kCaseManagement, kBody},
    {Method::kWithdrawConsent, AccessPurpose::kCaseManagement, kBody},
    {Method::kGetCase, AccessPurpose::kCaseManagement, kBody},
    {Method::kFindCases, AccessPurpose::kCaseManagement, kBody},
    {Method::kListCases, AccessPurpose::kCaseManagement, kBody},
    {Method::kUpgradeStatus, AccessPurpose::kCaseManagement, kBody},
    {Method::kRevokeCase, AccessPurpose::kCaseManagement, kBody},
    {Method::kIssueReferenceCode, AccessPurpose::kCaseManagement, kBody},
    {Method::kListDeliveries, AccessPurpose::kCaseManagement, kBody},
    {Method::kListInbox, AccessPurpose::kCaseManagement, kBody},
    {Method::kListAccessNotices, AccessPurpose::kCaseManagement, kBody},
    {Method::kCheckStatus, AccessPurpose::kProtectiveCheck, kCheckers},
    {Method::kCheckStatus, AccessPurpose::kPresentedCode, kCheckers | Kinds({kConsular})},
    {Method::kCheckStatus, AccessPurpose::kConsularCheck, Kinds({kConsular})},
    {Method::kAwaitStatus, AccessPurpose::kProtectiveCheck, kCheckers},
    {Method::kAwaitStatus, AccessPurpose::kPresentedCode, kCheckers | Kinds({kConsular})},
    {Method::kAwaitStatus, AccessPurpose::kConsularCheck, Kinds({kConsular})},
    {Method::kDeclareScreening, AccessPurpose::kScreening, kScreeners},
    {Method::kScreen, AccessPurpose::kScreening, kScreeners},
    {Method::kListScreeningHits, AccessPurpose::kCaseManagement, kBody},
    {Method::kReadAudit, AccessPurpose::kAudit, Kinds({kOverseer})},
    {Method::kGetNodeStatus, AccessPurpose::kAdmin, Kinds({kOperator})},
    {Method::kGetOutboxStatus, AccessPurpose::kAudit, Kinds({kOverseer})},
    {Method::kGetOutboxStatus, AccessPurpose::kAdmin, Kinds({kOperator})},
    {Method::kHealth, AccessPurpose::kNone, kEverybody},
    {Method::kReflection, AccessPurpose::kNone, kEverybody},
};

constexpr std::pair<Method, std::string_view> kMethodNames[] = {
    {Method::kRegisterCase, "RegisterCase"},
    {Method::kPreviewConsent, "PreviewConsent"},
    {Method::kRecordConsent, "RecordConsent"},
    {Method::kAmendConsent, "AmendConsent"},
    {Method::kWithdrawConsent, "WithdrawConsent"},
    {Method::kGetCase, "GetCase"},
    {Method::kFindCases, "FindCases"},
    {Method::kListCases, "ListCases"},
    {Method::kUpgradeStatus, "UpgradeStatus"},
    {Method::kRevokeCase, "RevokeCase"},
    {Method::kIssueReferenceCode, "IssueReferenceCode"},
    {Method::kListDeliveries, "ListDeliveries"},
    {Method::kListInbox, "ListInbox"},
    {Method::kListAccessNotices, "ListAccessNotices"},
    {Method::kCheckStatus, "CheckStatus"},
    {Method::kAwaitStatus, "AwaitStatus"},
    {Method::kDeclareScreening, "DeclareScreening"},
    {Method::kScreen, "Screen"},
    {Method::kListScreeningHits, "ListScreeningHits"},
    {Method::kReadAudit, "ReadAudit"},
    {Method::kGetNodeStatus, "GetNodeStatus"},
    {Method::kGetOutboxStatus, "GetOutboxStatus"},
    {Method::kDeliver, "Deliver"},
    {Method::kGetIndexHeader, "GetIndexHeader"},
    {Method::kFetchIndex, "FetchIndex"},
    {Method::kEvaluate, "Evaluate"},
    {Method::kHealth, "Health"},
    {Method::kReflection, "Reflection"},
};

constexpr std::pair<AccessPurpose, std::string_view> kPurposeNames[] = {
    {AccessPurpose::kCaseManagement, "CASE_MANAGEMENT"},
    {AccessPurpose::kProtectiveCheck, "PROTECTIVE_CHECK"},
    {AccessPurpose::kPresentedCode, "PRESENTED_CODE"},
    {AccessPurpose::kConsularCheck, "CONSULAR_CHECK"},
    {AccessPurpose::kScreening, "SCREENING"},
    {AccessPurpose::kMonitoring, "MONITORING"},
    {AccessPurpose::kAudit, "AUDIT"},
    {AccessPurpose::kAdmin, "ADMIN"},
};

bool IsKnown(AgencyKind kind) {
  for (AgencyKind known : kAgencyKinds) {
    if (known == kind) return true;
  }
  return false;
}

}  // namespace

std::string_view MethodName(Method method) {
  for (const auto& [known, name] : kMethodNames) {
    if (known == method) return name;
  }
  return "Unknown";
}

Method MethodFromName(std::string_view name) {
  for (const auto& [method, known] : kMethodNames) {
    if (known == name) return method;
  }
  return Method::kUnknown;
}

std::string_view AccessPurposeName(AccessPurpose purpose) {
  for (const auto& [known, name] : kPurposeNames) {
    if (known == purpose) return name;
  }
  return "NONE";
}

std::string_view AccessReasonName(AccessReason reason) {
  switch (reason) {
    case AccessReason::kAllowed:
      return "ALLOWED";
    case AccessReason::kUnknownAgencyKind:
      return "UNKNOWN_AGENCY_KIND";
    case AccessReason::kWrongPort:
      return "WRONG_PORT";
    case AccessReason::kNotInTable:
      break;
  }
  return "NOT_IN_TABLE";
}

AccessDecision DecideAccess(AgencyKind kind, AccessPurpose purpose, Method method, Port port) {
  // §8: "Agency port and peer port are separate".
  if (port != Port::kAgency) return {false, AccessReason::kWrongPort};
  // §2: "an unknown role as no authority".
  if (!IsKnown(kind)) return {false, AccessReason::kUnknownAgencyKind};
  for (const Row& row : kTable) {
    if (row.method == method && row.purpose == purpose && (row.kinds & Kinds({kind})) != 0) {
      return {true, AccessReason::kAllowed};
    }
  }
  return {false, AccessReason::kNotInTable};
}

AccessDecision DecideNodeAccess(Method method, Port port) {
  if (port != Port::kPeer) return {false, AccessReason::kWrongPort};
  switch (method) {
    case Method::kDeliver:
    case Method::kGetIndexHeader:
    case Method::kFetchIndex:
    case Method::kEvaluate:
    case Method::kHealth:
      return {true, AccessReason::kAllowed};
    default:
      return {false, AccessReason::kNotInTable};  // §8: "reflection on the agency port only"
  }
}

}  // namespace vsx::domain
