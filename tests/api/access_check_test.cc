// Every method asks the access table first, and a refusal stands in the audit log before it is answered. The table
// itself is tested in tests/domain, over real connections in tests/end_to_end.

#include "node/api/access_check.h"

#include <functional>

#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/statement/audit_entry.h"
#include "store/audit_log.h"
#include "tests/api/example_requests.h"

namespace vsx::api {
namespace {

using domain::AgencyKind;

struct Call {
  std::string method;
  std::function<absl::Status(const AgencyCaller&, const v1::CallerContext&)> make;
};

template <typename Request, typename Response, typename Handlers>
Call CallOf(const std::string& method, Handlers& handlers,
            absl::Status (Handlers::*handler)(const AgencyCaller&, const Request&, Response*)) {
  return {method, [&handlers, handler](const AgencyCaller& caller, const v1::CallerContext& context) {
            Request request;
            *request.mutable_context() = context;
            Response response;
            return (handlers.*handler)(caller, request, &response);
          }};
}

// Nothing may come before the access was judged.
class NoStream final : public StatusStream {
 public:
  absl::Status Write(const v1::AwaitStatusResponse&) override {
    ADD_FAILURE() << "an answer";
    return absl::OkStatus();
  }
  bool Pause(std::chrono::microseconds) override { return false; }
};

std::vector<Call> EveryMethod(test::TestNode& node) {
  return {
      CallOf("RegisterCase", node.cases(), &CaseHandlers::RegisterCase),
      CallOf("PreviewConsent", node.cases(), &CaseHandlers::PreviewConsent),
      CallOf("RecordConsent", node.cases(), &CaseHandlers::RecordConsent),
      CallOf("AmendConsent", node.cases(), &CaseHandlers::AmendConsent),
      CallOf("WithdrawConsent", node.cases(), &CaseHandlers::WithdrawConsent),
      CallOf("GetCase", node.cases(), &CaseHandlers::GetCase),
      CallOf("FindCases", node.cases(), &CaseHandlers::FindCases),
      CallOf("ListCases", node.cases(), &CaseHandlers::ListCases),
      CallOf("UpgradeStatus", node.cases(), &CaseHandlers::UpgradeStatus),
      CallOf("RevokeCase", node.cases(), &CaseHandlers::RevokeCase),
      CallOf("IssueReferenceCode", node.cases(), &CaseHandlers::IssueReferenceCode),
      CallOf("ListDeliveries", node.cases(), &CaseHandlers::ListDeliveries),
      CallOf("ListInbox", node.cases(), &CaseHandlers::ListInbox),
      CallOf("ListAccessNotices", node.cases(), &CaseHandlers::ListAccessNotices),
      CallOf("CheckStatus", node.status(), &StatusHandlers::CheckStatus),
      {"AwaitStatus",
       [&node](const AgencyCaller& caller, const v1::CallerContext& context) {
         v1::AwaitStatusRequest request;
         *request.mutable_context() = context;
         NoStream stream;
         return node.status().AwaitStatus(caller, request, stream);
       }},
      CallOf("ReadAudit", node.monitoring(), &MonitoringHandlers::ReadAudit),
      CallOf("GetNodeStatus", node.admin(), &AdminHandlers::GetNodeStatus),
      CallOf("GetOutboxStatus", node.admin(), &AdminHandlers::GetOutboxStatus),
  };
}

statement::AuditEntry LastEntry(const service::NodeContext& node) {
  return statement::DecodeAuditEntry(
             store::ReadAudit(*node.engine.TakeSnapshot(), 0, store::kMaxPageRows).value().back().body)
      .value();
}

TEST(AccessCheckTest, NoMethodIsOpenToAnAgencyThatTheTableDoesNotName) {
  test::TestFederation federation;
  test::TestNode& node = federation.node("QQA");
  for (const Call& call : EveryMethod(node)) {
    for (const AgencyKind kind : {AgencyKind::kUnknown, AgencyKind::kReporting, AgencyKind::kHumanRights}) {
      const absl::Status status = call.make(Caller(kind), Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT));
      EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << call.method;
      EXPECT_EQ(domain::ErrorReason(status), "ACCESS_DENIED");
      EXPECT_EQ(domain::ErrorField(status), "context.purpose");
      const statement::AuditEntry entry = LastEntry(node.context());
      EXPECT_EQ(entry.method, call.method);
      EXPECT_EQ(entry.outcome, "ACCESS_DENIED");
      EXPECT_EQ(entry.caller, Caller(kind).uri);
    }
  }
}

TEST(AccessCheckTest, NoMethodIsOpenWithoutAPurposeOrForOneThatIsNotKnown) {
  test::TestFederation federation;
  test::TestNode& node = federation.node("QQA");
  for (const Call& call : EveryMethod(node)) {
    for (const AgencyKind kind : domain::kAgencyKinds) {
      for (const int purpose : {0, 99}) {
        EXPECT_EQ(call.make(Caller(kind), Context(static_cast<v1::AccessPurpose>(purpose))).code(),
                  absl::StatusCode::kPermissionDenied)
            << call.method;
      }
    }
  }
}

TEST(AccessCheckTest, OfficerIsNamedInEveryCall) {
  test::TestFederation federation;
  for (const Call& call : EveryMethod(federation.node("QQA"))) {
    v1::CallerContext context = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
    context.clear_officer();
    EXPECT_EQ(domain::ErrorReason(call.make(Caller(AgencyKind::kCounterTrafficking), context)), "OFFICER_MISSING")
        << call.method;
  }
}

TEST(AccessCheckTest, RefusalThatCannotBeEnteredIsNoAnswer) {
  test::TestFederation federation;
  test::TestNode& node = federation.node("QQA");
  for (const Call& call : EveryMethod(node)) {
    node.engine().FailCommitAfter(0);
    EXPECT_EQ(call.make(Caller(AgencyKind::kUnknown), Context(v1::ACCESS_PURPOSE_ADMIN)).code(),
              absl::StatusCode::kUnavailable)
        << call.method;
  }
}

}  // namespace
}  // namespace vsx::api
