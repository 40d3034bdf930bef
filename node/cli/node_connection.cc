#include "node/cli/node_connection.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"
#include "node/cli/files.h"
#include "node/domain/party_certificate.h"

namespace vsx::cli {
namespace {

constexpr int kDefaultTimeoutSeconds = 10;
constexpr int kMaxMessageBytes = 4 << 20;

domain::UnixTime Now() { return {static_cast<int64_t>(std::time(nullptr))}; }

// Verifies a leaf against the one CA that the officer's agency was given.
absl::StatusOr<domain::PartyCertificate> VerifyAgainst(const std::string& ca_pem, std::string_view leaf_pem) {
  return domain::VerifyPartyCertificate(
      leaf_pem, [&](const domain::PartyCode&) -> absl::StatusOr<std::string> { return ca_pem; }, Now());
}

// Judges the server once the handshake is done: a node of the own Party, issued directly by its CA.
class OwnNodeVerifier final : public grpc::experimental::ExternalCertificateVerifier {
 public:
  OwnNodeVerifier(domain::PartyCode party, std::string ca_pem) : party_(std::move(party)), ca_pem_(std::move(ca_pem)) {}

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    *sync_status = grpc::Status::OK;
    const auto leaf = request->peer_cert();
    const auto verified = VerifyAgainst(ca_pem_, {leaf.data(), leaf.size()});
    if (!verified.ok() || !verified->uri.is_node() || verified->uri.party() != party_) {
      *sync_status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "the server is no node of your State");
    }
    return true;
  }
  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {}

 private:
  domain::PartyCode party_;
  std::string ca_pem_;
};

absl::Status Missing(std::string_view option, std::string_view what) {
  return WrongInput(absl::StrCat("--", std::string(option), " is missing: ", std::string(what),
                                 ". Give it, or put it in a client profile (--config FILE, or VSX_CONFIG)"));
}

}  // namespace

absl::StatusOr<NodeConnection> NodeConnection::Open(const GlobalOptions& given) {
  GlobalOptions options = given;
  if (auto status = ApplyProfile(options); !status.ok()) return status;
  if (options.node.empty()) return Missing("node", "host:port of your node");
  if (options.cert.empty()) return Missing("cert", "your agency's certificate");
  if (options.key.empty()) return Missing("key", "the private key of your certificate");
  if (options.ca.empty()) return Missing("ca", "the certificate of your State's CA");
  if (options.officer.empty())
    return Missing("officer", "your reference in your agency, so that the access can be attributed");
  const auto cert = ReadFile(options.cert);
  if (!cert.ok()) return cert.status();
  const auto key = ReadFile(options.key);
  if (!key.ok()) return key.status();
  const auto ca = ReadFile(options.ca);
  if (!ca.ok()) return ca.status();
  const auto self = VerifyAgainst(*ca, *cert);
  if (!self.ok()) {
    return WrongInput(absl::StrCat("your certificate ", options.cert, " does not hold against ", options.ca, ": ",
                                   self.status().message()));
  }

  auto provider = std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
      *ca, std::vector<grpc::experimental::IdentityKeyCertPair>{{*key, *cert}});
  grpc::experimental::TlsChannelCredentialsOptions tls;
  tls.set_certificate_provider(provider);
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_verify_server_certs(true);
  tls.set_check_call_host(false);
  tls.set_certificate_verifier(
      grpc::experimental::ExternalCertificateVerifier::Create<OwnNodeVerifier>(self->uri.party(), *ca));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetUserAgentPrefix("vsx");

  NodeConnection connection(self->uri);
  connection.node_ = options.node;
  connection.officer_ = options.officer;
  connection.call_ = options.call;
  connection.timeout_ =
      std::chrono::seconds(options.timeout_seconds > 0 ? options.timeout_seconds : kDefaultTimeoutSeconds);
  connection.channel_ = grpc::CreateCustomChannel(options.node, grpc::experimental::TlsCredentials(tls), arguments);
  return connection;
}

}  // namespace vsx::cli
