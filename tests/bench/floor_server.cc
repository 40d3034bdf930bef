#include "tests/bench/floor_server.h"

#include <cstdlib>

namespace vsx::bench {

class FloorServer::Service final : public v1::ExchangeService::Service {
 public:
  Service(Work work, const std::string& folder)
      : work_(work), signer_(crypto::SigningKey::Generate()), message_(512, 'm'), signature_(*signer_.Sign(message_)) {
    if (work_ == Work::kEmpty) return;
    auto engine = store::RocksDbEngine::Open(
        folder, {.party = *domain::PartyCode::Create("THA"), .keystore_id = std::string(16, 'k')}, random_);
    if (!engine.ok()) std::abort();
    engine_ = *std::move(engine);
  }

  grpc::Status Deliver(grpc::ServerContext*, const v1::DeliverRequest*, v1::DeliverResponse* response) override {
    if (work_ == Work::kEmpty) return grpc::Status::OK;
    if (!signer_.verify_key().Verify(message_, signature_)) return {grpc::StatusCode::INTERNAL, "verify"};
    const absl::StatusOr<std::string> signature = signer_.Sign(message_);
    store::WriteBatch batch;
    batch.Put(store::Table::kCase, random_.Bytes(16), message_);
    if (!engine_->Commit(batch).ok()) return {grpc::StatusCode::INTERNAL, "commit"};
    response->set_receipt_envelope(*signature);
    return grpc::Status::OK;
  }

 private:
  const Work work_;
  const crypto::LocalSigner signer_;
  const std::string message_;
  const std::string signature_;
  crypto::SystemRandomSource random_;
  std::unique_ptr<store::RocksDbEngine> engine_;
};

FloorServer::FloorServer(Work work, const test::TestCa& ca, const std::string& folder)
    : service_(std::make_unique<Service>(work, folder)) {
  const test::KeyAndCertificate identity = ca.IssueFor("vsx://THA/node/floor");
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = ca.certificate_pem();
  options.pem_key_cert_pairs.push_back({identity.key_pem, identity.certificate_pem});
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(options), &port_);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) std::abort();
}

FloorServer::~FloorServer() {
  server_->Shutdown();
  server_->Wait();
}

}  // namespace vsx::bench
