#include "tests/cli/fake_node.h"

#include <grpcpp/security/server_credentials.h>

#include "vsx/v1/error.pb.h"

namespace vsx::test {

FakeNode::FakeNode(const std::string& key_pem, const std::string& certificate_pem, const std::string& client_ca_pem) {
  grpc::SslServerCredentialsOptions tls(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = client_ca_pem;
  tls.pem_key_cert_pairs.push_back({key_pem, certificate_pem});
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(tls), &port_);
  builder.RegisterService(&cases);
  builder.RegisterService(&status);
  builder.RegisterService(&screening);
  builder.RegisterService(&monitoring);
  builder.RegisterService(&admin);
  server_ = builder.BuildAndStart();
}

FakeNode::~FakeNode() {
  if (server_ != nullptr) server_->Shutdown();
}

grpc::Status NodeError(grpc::StatusCode code, const std::string& reason, const std::string& field,
                       const std::string& message) {
  v1::ErrorDetail detail;
  detail.set_reason(reason);
  detail.set_field(field);
  v1::StatusDetails details;
  details.set_code(static_cast<int>(code));
  details.set_message(message);
  details.add_details()->PackFrom(detail);
  return {code, message, details.SerializeAsString()};
}

}  // namespace vsx::test
