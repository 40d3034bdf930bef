#include "node/domain/access_policy.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace vsx::domain {
namespace {

// The table of protocol §8 once more, as a person would write it down.
struct Line {
  std::vector<std::string> methods;
  AccessPurpose purpose;
  std::vector<std::string> kinds;
};

const std::vector<Line> kLines = {
    {{"RegisterCase", "PreviewConsent", "RecordConsent", "AmendConsent", "WithdrawConsent", "GetCase", "FindCases",
      "ListCases", "UpgradeStatus", "RevokeCase", "IssueReferenceCode", "ListDeliveries", "ListInbox",
      "ListAccessNotices"},
     AccessPurpose::kCaseManagement,
     {"counter-trafficking"}},
    {{"CheckStatus", "AwaitStatus"},
     AccessPurpose::kProtectiveCheck,
     {"immigration", "police", "labour", "prosecution", "court", "child-protection", "counter-trafficking"}},
    {{"CheckStatus", "AwaitStatus"},
     AccessPurpose::kPresentedCode,
     {"immigration", "police", "labour", "prosecution", "court", "child-protection", "counter-trafficking",
      "consular"}},
    {{"CheckStatus", "AwaitStatus"}, AccessPurpose::kConsularCheck, {"consular"}},
    {{"DeclareScreening", "Screen"}, AccessPurpose::kScreening, {"immigration", "police", "counter-trafficking"}},
    {{"ListScreeningHits"}, AccessPurpose::kCaseManagement, {"counter-trafficking"}},
    {{"ReadAudit", "GetOutboxStatus"}, AccessPurpose::kAudit, {"overseer"}},
    {{"GetNodeStatus", "GetOutboxStatus"}, AccessPurpose::kAdmin, {"operator"}},
    {{"Health", "Reflection"},
     AccessPurpose::kNone,
     {"counter-trafficking", "immigration", "police", "labour", "prosecution", "court", "consular", "child-protection",
      "reporting", "human-rights", "overseer", "operator"}},
};

bool InLines(const std::string& kind, AccessPurpose purpose, const std::string& method) {
  for (const Line& line : kLines) {
    const std::set<std::string> methods(line.methods.begin(), line.methods.end());
    const std::set<std::string> kinds(line.kinds.begin(), line.kinds.end());
    if (line.purpose == purpose && methods.count(method) > 0 && kinds.count(kind) > 0) return true;
  }
  return false;
}

TEST(AccessPolicyTest, WholeTableIsAsProtocolHasIt) {
  int allowed = 0;
  for (AgencyKind kind : kAgencyKinds) {
    for (AccessPurpose purpose : kAccessPurposes) {
      for (Method method : kMethods) {
        const bool expected = InLines(std::string(AgencyKindName(kind)), purpose, std::string(MethodName(method)));
        EXPECT_EQ(DecideAccess(kind, purpose, method, Port::kAgency).allowed, expected)
            << AgencyKindName(kind) << ' ' << AccessPurposeName(purpose) << ' ' << MethodName(method);
        allowed += expected ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(allowed, 14 + 2 * (7 + 8 + 1) + 6 + 1 + 2 + 2 + 24);
}

TEST(AccessPolicyTest, AgencyCertificateIsNothingOnThePeerPort) {
  for (AgencyKind kind : kAgencyKinds) {
    for (AccessPurpose purpose : kAccessPurposes) {
      for (Method method : kMethods) {
        EXPECT_EQ(DecideAccess(kind, purpose, method, Port::kPeer).reason, AccessReason::kWrongPort);
      }
    }
  }
}

TEST(AccessPolicyTest, UnknownKindHasNoAuthority) {
  for (AgencyKind kind : {AgencyKind::kUnknown, static_cast<AgencyKind>(13), static_cast<AgencyKind>(31)}) {
    for (Method method : kMethods) {
      for (AccessPurpose purpose : kAccessPurposes) {
        EXPECT_EQ(DecideAccess(kind, purpose, method, Port::kAgency).reason, AccessReason::kUnknownAgencyKind);
      }
    }
  }
}

TEST(AccessPolicyTest, UnknownMethodIsDenied) {
  for (AgencyKind kind : kAgencyKinds) {
    for (AccessPurpose purpose : kAccessPurposes) {
      EXPECT_FALSE(DecideAccess(kind, purpose, Method::kUnknown, Port::kAgency).allowed);
    }
  }
}

TEST(AccessPolicyTest, NodesDeliverAndAskForIndexesOnThePeerPortAndNothingElse) {
  for (Method method : kMethods) {
    const bool expected = method == Method::kDeliver || method == Method::kGetIndexHeader ||
                          method == Method::kFetchIndex || method == Method::kEvaluate || method == Method::kHealth;
    EXPECT_EQ(DecideNodeAccess(method, Port::kPeer).allowed, expected) << MethodName(method);
    EXPECT_EQ(DecideNodeAccess(method, Port::kAgency).reason, AccessReason::kWrongPort);
  }
}

TEST(AccessPolicyTest, NamesReadBack) {
  for (AgencyKind kind : kAgencyKinds) EXPECT_EQ(AgencyKindFromName(AgencyKindName(kind)), kind);
  EXPECT_EQ(AgencyKindFromName("POLICE"), AgencyKind::kUnknown);
  EXPECT_EQ(AgencyKindFromName("unknown"), AgencyKind::kUnknown);
  for (Method method : kMethods) EXPECT_EQ(MethodFromName(MethodName(method)), method);
  EXPECT_EQ(MethodFromName("Unknown"), Method::kUnknown);
}

}  // namespace
}  // namespace vsx::domain
