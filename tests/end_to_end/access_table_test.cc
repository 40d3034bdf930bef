#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tests/end_to_end/federation_fixture.h"

// The whole table of protocol §8, agency kind × purpose × method, over real mTLS connections. The table stands here a
// second time, written from the protocol and not from the code, so that a slip in either shows.
namespace vsx::test {
namespace {

const std::vector<std::string> kKinds = {"counter-trafficking", "immigration",  "police",   "labour",
                                         "prosecution",         "court",        "consular", "child-protection",
                                         "reporting",           "human-rights", "overseer", "operator"};

using Call = std::function<grpc::Status(const Agency&)>;

template <typename Request, typename Response, typename Interface>
Call Empty(grpc::Status (Interface::*method)(grpc::ClientContext*, const Request&, Response*)) {
  return [method](const Agency& agency) {
    Response response;
    return agency.Call(method, Request(), &response);
  };
}

// Every method of the agency port, called with nothing but who calls and why: access is judged before anything else.
const std::map<std::string, Call>& Methods() {
  static const auto* const methods = new std::map<std::string, Call>{
      {"RegisterCase", Empty(&Cases::RegisterCase)},
      {"PreviewConsent", Empty(&Cases::PreviewConsent)},
      {"RecordConsent", Empty(&Cases::RecordConsent)},
      {"AmendConsent", Empty(&Cases::AmendConsent)},
      {"WithdrawConsent", Empty(&Cases::WithdrawConsent)},
      {"GetCase", Empty(&Cases::GetCase)},
      {"FindCases", Empty(&Cases::FindCases)},
      {"ListCases", Empty(&Cases::ListCases)},
      {"UpgradeStatus", Empty(&Cases::UpgradeStatus)},
      {"RevokeCase", Empty(&Cases::RevokeCase)},
      {"IssueReferenceCode", Empty(&Cases::IssueReferenceCode)},
      {"ListDeliveries", Empty(&Cases::ListDeliveries)},
      {"ListInbox", Empty(&Cases::ListInbox)},
      {"CheckStatus", Empty(&Status::CheckStatus)},
      {"ReadAudit", Empty(&Monitoring::ReadAudit)},
      {"GetNodeStatus", Empty(&Admin::GetNodeStatus)},
      {"GetOutboxStatus", Empty(&Admin::GetOutboxStatus)},
  };
  return *methods;
}

// What protocol §8 allows, and nothing else.
bool Allowed(const std::string& kind, v1::AccessPurpose purpose, const std::string& method) {
  static const std::set<std::string> case_methods = {
      "RegisterCase", "PreviewConsent", "RecordConsent", "AmendConsent", "WithdrawConsent",    "GetCase",
      "FindCases",    "ListCases",      "UpgradeStatus", "RevokeCase",   "IssueReferenceCode", "ListDeliveries",
      "ListInbox"};
  static const std::set<std::string> checkers = {
      "immigration", "police", "labour", "prosecution", "court", "child-protection", "counter-trafficking"};
  if (case_methods.contains(method)) {
    return kind == "counter-trafficking" && purpose == v1::ACCESS_PURPOSE_CASE_MANAGEMENT;
  }
  if (method == "CheckStatus") {
    if (purpose == v1::ACCESS_PURPOSE_PROTECTIVE_CHECK) return checkers.contains(kind);
    if (purpose == v1::ACCESS_PURPOSE_PRESENTED_CODE) return checkers.contains(kind) || kind == "consular";
    return purpose == v1::ACCESS_PURPOSE_CONSULAR_CHECK && kind == "consular";
  }
  if (method == "ReadAudit") return kind == "overseer" && purpose == v1::ACCESS_PURPOSE_AUDIT;
  if (method == "GetNodeStatus") return kind == "operator" && purpose == v1::ACCESS_PURPOSE_ADMIN;
  if (method == "GetOutboxStatus") {
    return (kind == "operator" && purpose == v1::ACCESS_PURPOSE_ADMIN) ||
           (kind == "overseer" && purpose == v1::ACCESS_PURPOSE_AUDIT);
  }
  return false;
}

class AccessTableTest : public ::testing::Test {
 protected:
  static FederationOptions OneNode() {
    FederationOptions options;
    options.parties = {"THA"};
    options.outside = {"KHM", "LAO", "VNM"};
    return options;
  }

  void SetUp() override { ASSERT_TRUE(federation_.StartAll()); }

  Federation federation_{OneNode()};
};

TEST_F(AccessTableTest, EveryKindPurposeAndMethodIsAsTheProtocolSays) {
  int allowed = 0;
  int refused = 0;
  for (const std::string& kind : kKinds) {
    for (int purpose = v1::AccessPurpose_MIN; purpose <= v1::AccessPurpose_MAX; ++purpose) {
      const auto why = static_cast<v1::AccessPurpose>(purpose);
      const Agency agency = federation_.Dial("THA", kind, why);
      for (const auto& [method, call] : Methods()) {
        const grpc::Status status = call(agency);
        const bool denied = status.error_code() == grpc::StatusCode::PERMISSION_DENIED;
        const std::string cell = kind + " × " + v1::AccessPurpose_Name(why) + " × " + method;
        EXPECT_NE(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << cell;
        EXPECT_NE(status.error_code(), grpc::StatusCode::UNAVAILABLE) << cell;
        if (Allowed(kind, why, method)) {
          EXPECT_FALSE(denied) << cell;
          ++allowed;
        } else {
          EXPECT_TRUE(denied) << cell << " answered " << status.error_code() << " " << status.error_message();
          EXPECT_EQ(DetailOf(status).reason(), "ACCESS_DENIED") << cell;
          ++refused;
        }
      }
    }
  }
  EXPECT_EQ(allowed, 13 + 7 + 8 + 1 + 1 + 1 + 2);
  EXPECT_EQ(allowed + refused, 12 * 9 * 17);
}

TEST_F(AccessTableTest, RefusalStandsInTheAuditLog) {
  v1::GetCaseResponse response;
  const Agency officer = federation_.Dial("THA", "operator", v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  ASSERT_FALSE(officer.Call(&Cases::GetCase, v1::GetCaseRequest(), &response).ok());

  v1::ReadAuditResponse audit;
  const Agency overseer = federation_.Dial("THA", "overseer", v1::ACCESS_PURPOSE_AUDIT);
  ASSERT_TRUE(overseer.Call(&Monitoring::ReadAudit, v1::ReadAuditRequest(), &audit).ok());
  bool found = false;
  for (const v1::AuditRecord& record : audit.records()) {
    v1::AuditEntry entry;
    ASSERT_TRUE(entry.ParseFromString(record.body()));
    found = found || (entry.method() == "GetCase" && entry.outcome() == "ACCESS_DENIED");
  }
  EXPECT_TRUE(found);
}

TEST_F(AccessTableTest, CallWithoutOfficerIsRefused) {
  v1::ListCasesRequest request;
  request.mutable_context()->set_purpose(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  v1::ListCasesResponse response;
  const Agency body = federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  const grpc::Status status = body.Call(&Cases::ListCases, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(status).reason(), "OFFICER_MISSING");
  EXPECT_EQ(DetailOf(status).field(), "context.officer");
}

}  // namespace
}  // namespace vsx::test
