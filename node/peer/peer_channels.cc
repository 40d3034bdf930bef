#include "node/peer/peer_channels.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <fstream>
#include <iterator>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/error.h"

namespace vsx::peer {
namespace {

constexpr int kMaxMessageBytes = 256 * 1024;

absl::Status MayPass(std::string_view reason, std::string_view message) {
  return domain::Error(absl::StatusCode::kUnavailable, reason, "", message);
}

absl::StatusOr<std::string> ReadOwn(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file || text.empty()) return MayPass("OWN_CERTIFICATE_UNREADABLE", "the node's own certificate cannot be read");
  return text;
}

grpc::ChannelArguments ChannelBounds() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);                     // who calls repeats, and knows what that costs
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);                  // nothing stands between nodes
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);  // DNS has no say in how a call is made
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);          // a connection belongs to its channel's credentials
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 300'000);  // the server's default allows no more
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  return arguments;
}

}  // namespace

PeerChannels::PeerChannels(const PeerDirectory& directory, ChannelOptions options)
    : directory_(directory), options_(std::move(options)) {}

absl::StatusOr<std::shared_ptr<grpc::Channel>> PeerChannels::Find(const domain::PartyCode& party, PeerLine line) {
  const absl::StatusOr<PeerAddress> address = directory_.Find(party);
  if (!address.ok() || address->endpoints.empty()) {
    return MayPass("PEER_NOT_KNOWN", "the trust documents give no endpoint of this Party");
  }
  absl::StatusOr<std::string> key_pem = ReadOwn(options_.key_path);
  if (!key_pem.ok()) return key_pem.status();
  absl::StatusOr<std::string> certificate_pem = ReadOwn(options_.certificate_path);
  if (!certificate_pem.ok()) return certificate_pem.status();

  const std::lock_guard<std::mutex> lock(mutex_);
  Connection& connection = connections_[{party, line}];
  const std::string& endpoint = address->endpoints[connection.endpoint_number % address->endpoints.size()];
  const bool current = connection.channel != nullptr && connection.endpoint == endpoint &&
                       connection.ca_pem == address->ca_pem && connection.key_pem == *key_pem &&
                       connection.certificate_pem == *certificate_pem;
  connection.failed = false;
  if (current) return connection.channel;
  connection.endpoint = endpoint;
  connection.ca_pem = address->ca_pem;
  connection.key_pem = *std::move(key_pem);
  connection.certificate_pem = *std::move(certificate_pem);
  connection.channel = Make(party, connection);
  return connection.channel;
}

std::shared_ptr<grpc::Channel> PeerChannels::Make(const domain::PartyCode& party, const Connection& connection) const {
  grpc::experimental::TlsChannelCredentialsOptions tls;
  const std::vector<grpc::experimental::IdentityKeyCertPair> identity = {
      {connection.key_pem, connection.certificate_pem}};
  tls.set_certificate_provider(
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(connection.ca_pem, identity));
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_certificate_verifier(MakePartyVerifier(party, connection.ca_pem, options_.clock, options_.denied));
  tls.set_check_call_host(false);
  return grpc::CreateCustomChannel(connection.endpoint, grpc::experimental::TlsCredentials(tls), ChannelBounds());
}

void PeerChannels::Failed(const domain::PartyCode& party, PeerLine line, const std::shared_ptr<grpc::Channel>& channel,
                          const absl::Status& failure) {
  if (!absl::IsUnavailable(failure) && !absl::IsDeadlineExceeded(failure)) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = connections_.find({party, line});
  if (found == connections_.end() || found->second.channel != channel || found->second.failed) return;
  found->second.failed = true;
  ++found->second.endpoint_number;
}

}  // namespace vsx::peer
