#include <set>

#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/api/example_requests.h"

namespace vsx::api {
namespace {

using domain::AgencyKind;

TEST(ReadingHandlersTest, CasesAreListedInPagesThatGoOn) {
  test::TestFederation federation;
  for (int i = 0; i < 5; ++i) {
    v1::RegisterCaseRequest request = ExampleRegistration();
    request.mutable_person()->mutable_documents(0)->set_number("XX000000" + std::to_string(i));
    v1::RegisterCaseResponse response;
    ASSERT_TRUE(
        federation.node("QQA").cases().RegisterCase(Caller(AgencyKind::kCounterTrafficking), request, &response).ok());
    federation.clock().Advance(1);
  }
  v1::ListCasesRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_page_size(2);
  std::set<std::string> seen;
  int64_t newest = INT64_MAX;
  int pages = 0;
  do {
    v1::ListCasesResponse response;
    const absl::Status status =
        federation.node("QQA").cases().ListCases(Caller(AgencyKind::kCounterTrafficking), request, &response);
    ASSERT_TRUE(status.ok()) << status;
    for (const v1::CaseSummary& summary : response.cases()) {
      EXPECT_TRUE(seen.insert(summary.case_id()).second);
      EXPECT_LE(summary.registered_at(), newest);
      newest = summary.registered_at();
    }
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_EQ(pages, 3);
}

TEST(ReadingHandlersTest, InboxShowsTheNoticeThatConsentAllows) {
  test::TestFederation federation;
  CaseWithConsent(federation);
  federation.RunDispatch();
  v1::ListInboxRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  v1::ListInboxResponse response;
  const absl::Status status =
      federation.node("QQB").cases().ListInbox(Caller(AgencyKind::kCounterTrafficking, "QQB"), request, &response);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(response.items_size(), 1);
  EXPECT_EQ(response.items(0).issuing_party(), "QQA");
  EXPECT_TRUE(response.items(0).answers_checks());
  EXPECT_FALSE(response.items(0).revocation_received());
  EXPECT_EQ(response.items(0).log_state(), v1::LOG_STATE_NOT_LOGGED);
  EXPECT_EQ(response.items(0).notice().identity().names(0).text(), "Contoh Fictitious");
}

TEST(ReadingHandlersTest, WhoLookedIsShownTheNewestFirstWithWhatTheListCannotSay) {
  test::TestFederation federation;
  const std::string id = CaseWithConsent(federation);
  const service::NodeContext& node = federation.context("QQA");
  const auto of = node.cases.Load(*node.engine.TakeSnapshot(), domain::CaseId::FromBytes(id).value());
  ASSERT_TRUE(of.ok()) << of.status();
  domain::AccessNotices notices;
  const domain::PartyCode party = domain::PartyCode::Create("QQB").value();
  for (const char* day : {"2030-01-01", "2030-01-03", "2030-01-02"}) {
    notices.Add({party, AgencyKind::kPolice, domain::AccessPurpose::kScreening, domain::CivilDate::Parse(day).value()});
  }
  notices.Add(
      {party, AgencyKind::kUnknown, domain::AccessPurpose::kNone, domain::CivilDate::Parse("2029-01-01").value()});
  notices.older_dropped = true;
  store::WriteBatch batch;
  node.access_notices.Put(batch, *of, {}, notices);
  ASSERT_TRUE(node.engine.Commit(batch).ok());

  v1::ListAccessNoticesRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(id);
  v1::ListAccessNoticesResponse response;
  const absl::Status status =
      federation.node("QQA").cases().ListAccessNotices(Caller(AgencyKind::kCounterTrafficking), request, &response);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(response.notices_size(), 4);
  EXPECT_EQ(response.notices(0).day(), "2030-01-03");
  EXPECT_EQ(response.notices(2).day(), "2030-01-01");
  EXPECT_EQ(response.notices(0).party(), "QQB");
  EXPECT_EQ(response.notices(0).agency_kind(), v1::AGENCY_KIND_POLICE);
  EXPECT_EQ(response.notices(0).purpose(), v1::ACCESS_PURPOSE_SCREENING);
  EXPECT_EQ(response.notices(3).agency_kind(), v1::AGENCY_KIND_UNSPECIFIED) << "not known to this version";
  EXPECT_TRUE(response.older_dropped());
  EXPECT_EQ(response.limits_size(), static_cast<int>(domain::kAccessNoticeLimits.size()));
  request.set_case_id("short");
  EXPECT_EQ(domain::ErrorReason(federation.node("QQA").cases().ListAccessNotices(
                Caller(AgencyKind::kCounterTrafficking), request, &response)),
            "ID_MALFORMED");
}

TEST(ReadingHandlersTest, DeliveriesOfOneCaseOrOfAll) {
  test::TestFederation federation;
  const std::string id = CaseWithConsent(federation);
  v1::ListDeliveriesRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  for (const std::string& of : {std::string(), id}) {
    request.set_case_id(of);
    v1::ListDeliveriesResponse response;
    const absl::Status status =
        federation.node("QQA").cases().ListDeliveries(Caller(AgencyKind::kCounterTrafficking), request, &response);
    ASSERT_TRUE(status.ok()) << status;
    ASSERT_EQ(response.deliveries_size(), 1);
    EXPECT_EQ(response.deliveries(0).case_id(), id);
    EXPECT_EQ(response.deliveries(0).state(), v1::DELIVERY_STATE_QUEUED);
  }
}

TEST(ReadingHandlersTest, AuditPagesCarryTheHead) {
  test::TestFederation federation;
  CaseWithConsent(federation);
  v1::ReadAuditRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_AUDIT);
  request.set_page_size(1);
  v1::ReadAuditResponse response;
  const absl::Status status =
      federation.node("QQA").monitoring().ReadAudit(Caller(AgencyKind::kOverseer), request, &response);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(response.records_size(), 1);
  EXPECT_EQ(response.head_number(), 2u);
  EXPECT_EQ(response.chain_id().size(), 16u);
}

TEST(ReadingHandlersTest, NodeStatusAnswersWhileNothingCanBeWritten) {
  test::TestFederation federation;
  v1::GetNodeStatusRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_ADMIN);
  federation.node("QQA").engine().FailCommitAfter(0);
  v1::GetNodeStatusResponse response;
  const absl::Status status =
      federation.node("QQA").admin().GetNodeStatus(Caller(AgencyKind::kOperator), request, &response);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_FALSE(response.accepting_writes());
  EXPECT_EQ(response.party(), "QQA");
  EXPECT_EQ(response.parties_size(), 3);
  ASSERT_EQ(response.member_states_outside_size(), 1);
  EXPECT_EQ(response.member_states_outside(0), "QQZ");
}

TEST(ReadingHandlersTest, OutboxStatusCountsWithoutCases) {
  test::TestFederation federation;
  CaseWithConsent(federation);
  v1::GetOutboxStatusRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_ADMIN);
  v1::GetOutboxStatusResponse response;
  const absl::Status status =
      federation.node("QQA").admin().GetOutboxStatus(Caller(AgencyKind::kOperator), request, &response);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(response.parties_size(), 2);
  EXPECT_EQ(response.parties(0).pending(), 1u);
  EXPECT_EQ(response.parties(1).pending(), 0u);
}

}  // namespace
}  // namespace vsx::api
