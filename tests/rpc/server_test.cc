#include "node/rpc/server.h"

#include <gmock/gmock.h>
#include <google/protobuf/unknown_field_set.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "node/domain/error.h"
#include "tests/rpc/port_fixture.h"
#include "vsx/v1/status.grpc.pb.h"

namespace vsx::test {
namespace {

using ::testing::HasSubstr;

constexpr char kServing[] = "\x08\x01";
constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
constexpr char kListServices[] = "\x3a\x01*";

class ServerTest : public PortFixture {};

TEST_F(ServerTest, EveryMethodReachesItsOwnHandler) {
  StartAgencyPort();
  StartPeerPort();
  const std::string agency_uri = "vsx://XAA/agency/immigration/example-airport";
  std::vector<std::string> expected;
  const auto channel = DialAgencyPort(agency_a_);
  for (const char* method : {"CaseService/RegisterCase",
                             "CaseService/PreviewConsent",
                             "CaseService/RecordConsent",
                             "CaseService/AmendConsent",
                             "CaseService/WithdrawConsent",
                             "CaseService/GetCase",
                             "CaseService/FindCases",
                             "CaseService/ListCases",
                             "CaseService/UpgradeStatus",
                             "CaseService/RevokeCase",
                             "CaseService/IssueReferenceCode",
                             "CaseService/ListDeliveries",
                             "CaseService/ListInbox",
                             "CaseService/ListAccessNotices",
                             "StatusService/CheckStatus",
                             "StatusService/AwaitStatus",
                             "ScreeningService/DeclareScreening",
                             "ScreeningService/ListScreeningHits",
                             "MonitoringService/ReadAudit",
                             "AdminService/GetNodeStatus",
                             "AdminService/GetOutboxStatus"}) {
    const std::string path = method;
    const grpc::Status status = CallRaw(*channel, "/vsx.v1." + path, "", nullptr);
    EXPECT_TRUE(status.ok()) << path << ": " << status.error_message();
    expected.push_back(path.substr(path.find('/') + 1) + " " + agency_uri);
  }
  EXPECT_EQ(book_.calls(), expected);
  std::vector<std::string> seen = observed();
  ASSERT_EQ(seen.size(), expected.size());
  EXPECT_EQ(seen.front(), "RegisterCase " + agency_uri + " OK");
}

TEST_F(ServerTest, EachPortServesItsOwnServicesOnly) {
  StartAgencyPort();
  StartPeerPort();
  EXPECT_EQ(CallRaw(*DialAgencyPort(agency_a_), kDeliver, "", nullptr).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(CallRaw(*DialPeerPort(node_b_), kCheck, "", nullptr).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServerTest, ErrorDetailsReachTheClient) {
  book_.answer = [](const std::string&) {
    return domain::InvalidField("CHECK_DIGIT_WRONG", "person.mrz_lines[1]", "the check digit does not hold");
  };
  StartAgencyPort();
  const grpc::Status status = CallRaw(*DialAgencyPort(agency_a_), kCheck, "", nullptr);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "the check digit does not hold");
  EXPECT_EQ(DetailOf(status).reason(), "CHECK_DIGIT_WRONG");
  EXPECT_EQ(DetailOf(status).field(), "person.mrz_lines[1]");
}

TEST_F(ServerTest, UnknownFieldIsRefusedFromAgenciesAndKeptFromPeers) {
  StartAgencyPort();
  StartPeerPort();
  v1::CheckStatusRequest request;
  auto* context = request.mutable_context();
  context->GetReflection()->MutableUnknownFields(context)->AddVarint(1999, 1);
  const grpc::Status refused = CallRaw(*DialAgencyPort(agency_a_), kCheck, request.SerializeAsString(), nullptr);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(refused).reason(), "UNKNOWN_FIELD");
  EXPECT_EQ(DetailOf(refused).field(), "context");
  EXPECT_TRUE(book_.calls().empty());

  v1::DeliverRequest delivery;
  delivery.GetReflection()->MutableUnknownFields(&delivery)->AddVarint(1999, 1);
  EXPECT_TRUE(CallRaw(*DialPeerPort(node_b_), kDeliver, delivery.SerializeAsString(), nullptr).ok());
  EXPECT_EQ(exchange_handlers_.last().SerializeAsString(), delivery.SerializeAsString());
}

TEST_F(ServerTest, HostileBytesGetAStatus) {
  StartAgencyPort();
  const auto channel = DialAgencyPort(agency_a_);
  EXPECT_FALSE(CallRaw(*channel, kCheck, "\xff\xff\xff\xff\xff", nullptr).ok());
  EXPECT_FALSE(CallRaw(*channel, "/vsx.v1.StatusService/Nothing", "", nullptr).ok());
  EXPECT_FALSE(CallRaw(*channel, "/", "", nullptr).ok());
  EXPECT_TRUE(book_.calls().empty());
  EXPECT_TRUE(CallRaw(*channel, kCheck, "", nullptr).ok()) << "the node goes on";
}

TEST_F(ServerTest, TooLargeMessagesAreRefused) {
  StartAgencyPort();
  StartPeerPort();
  v1::DeliverRequest delivery;
  delivery.set_sealed_content(std::string(250 * 1024, 'x'));
  EXPECT_TRUE(CallRaw(*DialPeerPort(node_b_), kDeliver, delivery.SerializeAsString(), nullptr).error_code() ==
              grpc::StatusCode::OK);
  delivery.set_sealed_content(std::string(257 * 1024, 'x'));
  EXPECT_EQ(CallRaw(*DialPeerPort(node_b_), kDeliver, delivery.SerializeAsString(), nullptr).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  const std::string too_long((1 << 20) + 1, '\0');
  EXPECT_EQ(CallRaw(*DialAgencyPort(agency_a_), kCheck, too_long, nullptr).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(book_.calls().size(), 1u);
}

TEST_F(ServerTest, TooMuchMetadataIsRefused) {
  StartAgencyPort();
  const auto stub = v1::StatusService::NewStub(DialAgencyPort(agency_a_));
  v1::CheckStatusResponse response;
  grpc::ClientContext context;
  context.AddMetadata("x-example", std::string(16 * 1024, 'x'));
  EXPECT_FALSE(stub->CheckStatus(&context, {}, &response).ok());
  EXPECT_TRUE(book_.calls().empty());
}

TEST_F(ServerTest, CompressedMessageIsRefused) {
  StartAgencyPort();
  const auto stub = v1::StatusService::NewStub(DialAgencyPort(agency_a_));
  v1::CheckStatusRequest request;
  request.set_file_number(std::string(4096, 'x'));
  v1::CheckStatusResponse response;
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  EXPECT_EQ(stub->CheckStatus(&context, request, &response).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_TRUE(book_.calls().empty());
}

TEST_F(ServerTest, TooManyCallsAreToldWhenToComeBack) {
  StartAgencyPort({}, {6, 2});
  const auto stub = v1::StatusService::NewStub(DialAgencyPort(agency_a_));
  v1::CheckStatusResponse response;
  for (int i = 0; i < 2; ++i) {
    grpc::ClientContext context;
    EXPECT_TRUE(stub->CheckStatus(&context, {}, &response).ok());
  }
  grpc::ClientContext context;
  const grpc::Status refused = stub->CheckStatus(&context, {}, &response);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(DetailOf(refused).reason(), "RATE_LIMITED");
  const auto& trailer = context.GetServerTrailingMetadata();
  const auto wait = trailer.find("grpc-retry-pushback-ms");
  ASSERT_NE(wait, trailer.end());
  const int wait_ms = std::stoi(std::string(wait->second.data(), wait->second.size()));
  EXPECT_GT(wait_ms, 0);
  EXPECT_LE(wait_ms, 10'000);
  EXPECT_EQ(book_.calls().size(), 2u);
  const KeyAndCertificate other = ca_a_.IssueFor("vsx://XAA/agency/police/example");
  EXPECT_TRUE(CallRaw(*DialAgencyPort(other), kCheck, "", nullptr).ok()) << "each agency has its own rate";
}

TEST_F(ServerTest, HealthIsServedOnBothPorts) {
  StartAgencyPort();
  StartPeerPort();
  std::string answer;
  EXPECT_TRUE(CallRaw(*DialAgencyPort(agency_a_), kHealth, "", &answer).ok());
  EXPECT_EQ(answer, kServing);
  answer.clear();
  EXPECT_TRUE(CallRaw(*DialPeerPort(node_b_), kHealth, "", &answer).ok());
  EXPECT_EQ(answer, kServing);
}

TEST_F(ServerTest, ReflectionIsServedOnTheAgencyPortOnly) {
  StartAgencyPort();
  StartPeerPort();
  std::string answer;
  const grpc::Status agency = CallRaw(*DialAgencyPort(agency_a_), kReflection, kListServices, &answer);
  EXPECT_TRUE(agency.ok()) << agency.error_message();
  EXPECT_THAT(answer, HasSubstr("vsx.v1.CaseService"));
  EXPECT_EQ(CallRaw(*DialAgencyPort(node_a_), kReflection, kListServices, nullptr).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(CallRaw(*DialPeerPort(node_b_), kReflection, kListServices, nullptr).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServerTest, DrainLetsTheRunningCallFinish) {
  std::promise<void> entered;
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  book_.answer = [&](const std::string& method) {
    if (method == "GetNodeStatus") {
      entered.set_value();
      released.wait();
    }
    return absl::OkStatus();
  };
  StartAgencyPort();
  const auto channel = DialAgencyPort(agency_a_);
  std::future<grpc::Status> running = std::async(
      std::launch::async, [&] { return CallRaw(*channel, "/vsx.v1.AdminService/GetNodeStatus", "", nullptr); });
  entered.get_future().wait();
  std::thread drain([&] { agency_server_->Shutdown(std::chrono::seconds(20)); });
  EXPECT_TRUE(Eventually([&] { return !CallRaw(*DialAgencyPort(agency_a_), kCheck, "", nullptr).ok(); }))
      << "new calls are no longer taken";
  EXPECT_EQ(running.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  release.set_value();
  drain.join();
  const grpc::Status status = running.get();
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(ServerTest, TakenAddressIsRefusedAtStart) {
  StartAgencyPort();
  rpc::CallGate gate(rpc::PortKind::kAgency, Party("XAA"), *identity_, nullptr);
  rpc::ServerOptions options;
  options.listen_address = "127.0.0.1:" + std::to_string(agency_server_->port());
  options.credentials = *rpc::MakeServerCredentials(agency_files_, 1);
  options.gate = &gate;
  const auto second = rpc::RpcServer::Start(options);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace vsx::test
