#include "tests/rpc/port_fixture.h"

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <stdlib.h>

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <utility>

#include "node/rpc/admin_service.h"
#include "node/rpc/case_service.h"
#include "node/rpc/exchange_service.h"
#include "node/rpc/monitoring_service.h"
#include "node/rpc/screening_service.h"
#include "node/rpc/status_service.h"

namespace vsx::test {
namespace {

// Before the first test, and so before gRPC's first use.
class Tls13Only final : public ::testing::Environment {
 public:
  void SetUp() override { rpc::ForceTls13(); }
};
const ::testing::Environment* const kTls13Only = ::testing::AddGlobalTestEnvironment(new Tls13Only);

constexpr std::chrono::seconds kCallDeadline(10);

}  // namespace

domain::PartyCode Party(const std::string& code) { return *domain::PartyCode::Create(code); }

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "vsx-rpc-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::Write(const std::string& name, const std::string& text) const {
  std::ofstream(path(name) + ".new", std::ios::binary) << text;
  std::filesystem::rename(path(name) + ".new", path(name));
  return path(name);
}

v1::ErrorDetail DetailOf(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), static_cast<int>(status.error_code()));
  EXPECT_EQ(details.message(), status.error_message());
  EXPECT_EQ(details.details_size(), 1) << status.error_code() << " " << status.error_message();
  EXPECT_TRUE(details.details_size() == 1 && details.details(0).UnpackTo(&detail));
  return detail;
}

std::shared_ptr<grpc::Channel> Dial(int port, const std::string& roots_pem, const KeyAndCertificate& identity) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = roots_pem;
  tls.pem_private_key = identity.key_pem;
  tls.pem_cert_chain = identity.certificate_pem;
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("localhost");
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port), grpc::SslCredentials(tls), arguments);
}

grpc::Status CallRaw(grpc::Channel& channel, const std::string& method, const std::string& request,
                     std::string* response) {
  grpc::GenericStub stub(std::shared_ptr<grpc::Channel>(&channel, [](grpc::Channel*) {}));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer bytes(&slice, 1);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallDeadline);
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, method, bytes, &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool good = false;
  queue.Next(&tag, &good);
  queue.Shutdown();
  while (queue.Next(&tag, &good)) {
  }
  if (status.ok() && response != nullptr) {
    grpc::Slice joined;
    if (answer.DumpToSingleSlice(&joined).ok()) {
      response->assign(reinterpret_cast<const char*>(joined.begin()), joined.size());
    }
  }
  return status;
}

bool Eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  std::mutex mutex;
  std::condition_variable never;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::unique_lock<std::mutex> lock(mutex);
    never.wait_for(lock, std::chrono::milliseconds(50));
  }
  return true;
}

PortFixture::PortFixture() {
  directory_.Set("XAA", ca_a_.certificate_pem());
  directory_.Set("XBB", ca_b_.certificate_pem());
  identity_ = std::make_unique<rpc::PeerIdentity>(
      directory_, *deny_list_, [] { return domain::UnixTime{static_cast<int64_t>(std::time(nullptr))}; });
  const std::string key = folder_.Write("node.key", node_a_.key_pem);
  const std::string certificate = folder_.Write("node.crt", node_a_.certificate_pem);
  agency_files_ = {key, certificate, folder_.Write("own-ca.crt", ca_a_.certificate_pem())};
  peer_files_ = {key, certificate, folder_.path("all-cas.crt")};
  EXPECT_TRUE(rpc::WriteRootsBundle(peer_files_.roots_path, {ca_a_.certificate_pem(), ca_b_.certificate_pem()}).ok());
}

PortFixture::~PortFixture() {
  agency_server_.reset();
  peer_server_.reset();
}

void PortFixture::StartAgencyPort(rpc::ServerLimits limits, rpc::RateLimit rate) {
  const auto observer = [this](const rpc::CallRecord& call) {
    const std::lock_guard<std::mutex> lock(observed_mutex_);
    observed_.push_back(std::string(call.method) + " " + std::string(call.caller_uri) + " " +
                        absl::StatusCodeToString(call.status.code()));
  };
  agency_limiter_ = std::make_unique<rpc::RateLimiter>(rate, [] { return std::chrono::steady_clock::now(); });
  agency_gate_ = std::make_unique<rpc::CallGate>(rpc::PortKind::kAgency, Party("XAA"), *identity_, observer);
  rpc::ServerOptions options;
  options.listen_address = "127.0.0.1:0";
  options.credentials = *rpc::MakeServerCredentials(agency_files_, 1);
  options.gate = agency_gate_.get();
  options.limits = limits;
  services_.push_back(std::make_unique<rpc::CaseService>(*agency_gate_, *agency_limiter_, case_handlers_));
  options.services.push_back(services_.back().get());
  auto status_service = std::make_unique<rpc::StatusService>(*agency_gate_, *agency_limiter_, status_handlers_,
                                                             rpc::AwaitBounds{.per_agency = 2, .all = 3});
  status_service_ = status_service.get();
  services_.push_back(std::move(status_service));
  options.services.push_back(services_.back().get());
  services_.push_back(std::make_unique<rpc::ScreeningService>(*agency_gate_, *agency_limiter_, screening_handlers_));
  options.services.push_back(services_.back().get());
  services_.push_back(std::make_unique<rpc::MonitoringService>(*agency_gate_, *agency_limiter_, monitoring_handlers_));
  options.services.push_back(services_.back().get());
  services_.push_back(std::make_unique<rpc::AdminService>(*agency_gate_, *agency_limiter_, admin_handlers_));
  options.services.push_back(services_.back().get());
  absl::StatusOr<std::unique_ptr<rpc::RpcServer>> server = rpc::RpcServer::Start(options);
  ASSERT_TRUE(server.ok()) << server.status();
  agency_server_ = *std::move(server);
}

void PortFixture::StartPeerPort(rpc::ServerLimits limits) {
  peer_limiter_ =
      std::make_unique<rpc::RateLimiter>(rpc::RateLimit{6000, 1000}, [] { return std::chrono::steady_clock::now(); });
  peer_gate_ = std::make_unique<rpc::CallGate>(rpc::PortKind::kPeer, Party("XAA"), *identity_, nullptr);
  rpc::ServerOptions options;
  options.listen_address = "127.0.0.1:0";
  options.credentials = *rpc::MakeServerCredentials(peer_files_, 1);
  options.gate = peer_gate_.get();
  options.limits = limits;
  services_.push_back(std::make_unique<rpc::ExchangeService>(*peer_gate_, *peer_limiter_, exchange_handlers_));
  options.services.push_back(services_.back().get());
  absl::StatusOr<std::unique_ptr<rpc::RpcServer>> server = rpc::RpcServer::Start(options);
  ASSERT_TRUE(server.ok()) << server.status();
  peer_server_ = *std::move(server);
}

}  // namespace vsx::test
