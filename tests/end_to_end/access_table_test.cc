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

constexpr char kHealth[] = "/grpc.health.v1.Health/Check";
constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
constexpr char kListServices[] = "\x3a\x01*";  // field 7, `list_services`
constexpr char kDeliver[] = "/vsx.v1.ExchangeService/Deliver";

using Call = std::function<grpc::Status(const Agency&)>;

template <typename Request, typename Response, typename Interface>
Call Empty(grpc::Status (Interface::*method)(grpc::ClientContext*, const Request&, Response*)) {
  return [method](const Agency& agency) {
    Response response;
    return agency.Call(method, Request(), &response);
  };
}

template <typename Request, typename Response, typename Interface>
Call EmptyStream(std::unique_ptr<grpc::ClientReaderInterface<Response>> (Interface::*method)(grpc::ClientContext*,
                                                                                             const Request&)) {
  return [method](const Agency& agency) {
    return agency.Follow(method, Request(), kCallDeadline, [](const Response&) { ADD_FAILURE() << "an answer"; });
  };
}

struct Method {
  Call call;
  grpc::StatusCode allowed;  // what those who may call it get for an empty request
};

// Every method of the agency port, called with nothing but who calls and why: access is judged before anything else.
const std::map<std::string, Method>& Methods() {
  static const auto* const methods = new std::map<std::string, Method>{
      {"RegisterCase", {Empty(&Cases::RegisterCase), grpc::StatusCode::INVALID_ARGUMENT}},
      {"PreviewConsent", {Empty(&Cases::PreviewConsent), grpc::StatusCode::INVALID_ARGUMENT}},
      {"RecordConsent", {Empty(&Cases::RecordConsent), grpc::StatusCode::INVALID_ARGUMENT}},
      {"AmendConsent", {Empty(&Cases::AmendConsent), grpc::StatusCode::INVALID_ARGUMENT}},
      {"WithdrawConsent", {Empty(&Cases::WithdrawConsent), grpc::StatusCode::INVALID_ARGUMENT}},
      {"GetCase", {Empty(&Cases::GetCase), grpc::StatusCode::INVALID_ARGUMENT}},
      {"FindCases", {Empty(&Cases::FindCases), grpc::StatusCode::INVALID_ARGUMENT}},
      {"ListCases", {Empty(&Cases::ListCases), grpc::StatusCode::OK}},
      {"UpgradeStatus", {Empty(&Cases::UpgradeStatus), grpc::StatusCode::INVALID_ARGUMENT}},
      {"RevokeCase", {Empty(&Cases::RevokeCase), grpc::StatusCode::INVALID_ARGUMENT}},
      {"IssueReferenceCode", {Empty(&Cases::IssueReferenceCode), grpc::StatusCode::INVALID_ARGUMENT}},
      {"ListDeliveries", {Empty(&Cases::ListDeliveries), grpc::StatusCode::OK}},
      {"ListInbox", {Empty(&Cases::ListInbox), grpc::StatusCode::OK}},
      {"ListAccessNotices", {Empty(&Cases::ListAccessNotices), grpc::StatusCode::INVALID_ARGUMENT}},
      {"CheckStatus", {Empty(&Status::CheckStatus), grpc::StatusCode::INVALID_ARGUMENT}},
      {"AwaitStatus", {EmptyStream(&Status::AwaitStatus), grpc::StatusCode::INVALID_ARGUMENT}},
      {"DeclareScreening", {Empty(&Screenings::DeclareScreening), grpc::StatusCode::INVALID_ARGUMENT}},
      {"Screen",
       {[](const Agency& agency) {
          std::vector<v1::ScreenResponse> answers;
          return agency.Screen(v1::ScreeningOpening(), {}, &answers);
        },
        grpc::StatusCode::INVALID_ARGUMENT}},
      {"ListScreeningHits", {Empty(&Screenings::ListScreeningHits), grpc::StatusCode::OK}},
      {"ReadAudit", {Empty(&Monitoring::ReadAudit), grpc::StatusCode::OK}},
      {"GetNodeStatus", {Empty(&Admin::GetNodeStatus), grpc::StatusCode::OK}},
      {"GetOutboxStatus", {Empty(&Admin::GetOutboxStatus), grpc::StatusCode::OK}},
  };
  return *methods;
}

// What protocol §8 allows, and nothing else.
bool Allowed(const std::string& kind, v1::AccessPurpose purpose, const std::string& method) {
  static const std::set<std::string> case_methods = {
      "RegisterCase", "PreviewConsent",   "RecordConsent", "AmendConsent", "WithdrawConsent",    "GetCase",
      "FindCases",    "ListCases",        "UpgradeStatus", "RevokeCase",   "IssueReferenceCode", "ListDeliveries",
      "ListInbox",    "ListAccessNotices"};
  static const std::set<std::string> checkers = {
      "immigration", "police", "labour", "prosecution", "court", "child-protection", "counter-trafficking"};
  if (case_methods.contains(method)) {
    return kind == "counter-trafficking" && purpose == v1::ACCESS_PURPOSE_CASE_MANAGEMENT;
  }
  if (method == "CheckStatus" || method == "AwaitStatus") {
    if (purpose == v1::ACCESS_PURPOSE_PROTECTIVE_CHECK) return checkers.contains(kind);
    if (purpose == v1::ACCESS_PURPOSE_PRESENTED_CODE) return checkers.contains(kind) || kind == "consular";
    return purpose == v1::ACCESS_PURPOSE_CONSULAR_CHECK && kind == "consular";
  }
  if (method == "DeclareScreening" || method == "Screen") {
    return purpose == v1::ACCESS_PURPOSE_SCREENING &&
           (kind == "immigration" || kind == "police" || kind == "counter-trafficking");
  }
  if (method == "ListScreeningHits") {
    return purpose == v1::ACCESS_PURPOSE_CASE_MANAGEMENT && kind == "counter-trafficking";
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
      for (const auto& [name, method] : Methods()) {
        const grpc::Status status = method.call(agency);
        const std::string cell = kind + " × " + v1::AccessPurpose_Name(why) + " × " + name;
        if (Allowed(kind, why, name)) {
          EXPECT_EQ(status.error_code(), method.allowed) << cell << " answered " << status.error_message();
          EXPECT_EQ(DetailOf(status).reason().empty(), status.ok()) << cell;
          ++allowed;
        } else {
          EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED) << cell << " " << status.error_message();
          EXPECT_EQ(DetailOf(status).reason(), "ACCESS_DENIED") << cell;
          ++refused;
        }
      }
    }
  }
  EXPECT_EQ(allowed, 14 + 2 * (7 + 8 + 1) + 6 + 1 + 1 + 1 + 2);
  EXPECT_EQ(allowed + refused, 12 * 9 * 22);
}

TEST_F(AccessTableTest, EveryAgencyMayAskHealthAndReflectionAndNoneDelivers) {
  for (const std::string& kind : kKinds) {
    const auto channel = federation_.DialAgencyPort("THA", federation_.AgencyCertificate("THA", kind, "example-post"));
    EXPECT_EQ(CallRaw(channel, kHealth, "").error_code(), grpc::StatusCode::OK) << kind;
    EXPECT_EQ(CallRaw(channel, kReflection, kListServices).error_code(), grpc::StatusCode::OK) << kind;
    EXPECT_EQ(CallRaw(channel, kDeliver, "").error_code(), grpc::StatusCode::UNIMPLEMENTED) << kind;
    const auto peer_port = federation_.DialPeerPort("THA", federation_.AgencyCertificate("THA", kind, "example-post"));
    for (const std::string method : {kHealth, kReflection, kDeliver}) {
      EXPECT_EQ(CallRaw(peer_port, method, "").error_code(), grpc::StatusCode::UNAUTHENTICATED) << kind << method;
    }
  }
}

TEST_F(AccessTableTest, NodesDeliverAndAskHealthAtThePeerPortAndNothingElse) {
  const KeyAndCertificate& node = federation_.party("THA").node_certificate;
  const auto channel = federation_.DialPeerPort("THA", node);
  EXPECT_EQ(CallRaw(channel, kHealth, "").error_code(), grpc::StatusCode::OK);
  EXPECT_EQ(CallRaw(channel, kReflection, kListServices).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  const grpc::Status delivered = CallRaw(channel, kDeliver, "");
  EXPECT_EQ(delivered.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(delivered).reason(), "PARTY_MALFORMED");
  EXPECT_EQ(CallRaw(channel, "/vsx.v1.CaseService/ListCases", "").error_code(), grpc::StatusCode::UNIMPLEMENTED);
  const auto agency_port = federation_.DialAgencyPort("THA", node);
  for (const std::string method : {kHealth, kReflection}) {
    EXPECT_EQ(CallRaw(agency_port, method, "").error_code(), grpc::StatusCode::UNAUTHENTICATED) << method;
  }
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
