#include "node/peer/grpc_party_link.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/error.h"
#include "node/peer/peer_status.h"

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
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);                     // the outbox repeats, after claiming the send
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);                  // nothing stands between nodes
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);  // DNS has no say in how a call is made
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);          // a connection belongs to its channel's credentials
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 300'000);  // the server's default allows no more
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  return arguments;
}

v1::DeliveryType ToProto(domain::DeliveryType type) {
  switch (type) {
    case domain::DeliveryType::kNotification:
      return v1::DELIVERY_TYPE_NOTIFICATION;
    case domain::DeliveryType::kWithdrawal:
      return v1::DELIVERY_TYPE_WITHDRAWAL;
    case domain::DeliveryType::kRevocation:
      return v1::DELIVERY_TYPE_REVOCATION;
  }
  return v1::DELIVERY_TYPE_UNSPECIFIED;
}

}  // namespace

GrpcPartyLink::GrpcPartyLink(const PeerDirectory& directory, LinkOptions options)
    : directory_(directory), options_(std::move(options)) {}

absl::StatusOr<std::string> GrpcPartyLink::Deliver(const domain::PartyCode& recipient, domain::DeliveryType type,
                                                   const domain::StatementId& delivery_id,
                                                   const std::string& sealed_content) {
  const absl::StatusOr<std::shared_ptr<v1::ExchangeService::Stub>> stub = StubFor(recipient);
  if (!stub.ok()) return stub.status();

  v1::DeliverRequest request;
  request.set_recipient(recipient.value());
  request.set_type(ToProto(type));
  request.set_delivery_id(std::string(delivery_id.bytes()));
  request.set_sealed_content(sealed_content);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + options_.deadline);
  v1::DeliverResponse response;
  const grpc::Status status = (*stub)->Deliver(&context, request, &response);
  if (!status.ok()) {
    absl::Status failure = FromPeerStatus(status);
    if (absl::IsUnavailable(failure) || absl::IsDeadlineExceeded(failure)) TryNextEndpoint(recipient);
    return failure;
  }
  return std::move(*response.mutable_receipt_envelope());
}

absl::StatusOr<std::shared_ptr<v1::ExchangeService::Stub>> GrpcPartyLink::StubFor(const domain::PartyCode& recipient) {
  const absl::StatusOr<PeerAddress> address = directory_.Find(recipient);
  if (!address.ok() || address->endpoints.empty()) {
    return MayPass("PEER_NOT_KNOWN", "the trust documents give no endpoint of this Party");
  }
  absl::StatusOr<std::string> key_pem = ReadOwn(options_.key_path);
  if (!key_pem.ok()) return key_pem.status();
  absl::StatusOr<std::string> certificate_pem = ReadOwn(options_.certificate_path);
  if (!certificate_pem.ok()) return certificate_pem.status();

  const std::lock_guard<std::mutex> lock(mutex_);
  const size_t number = endpoint_numbers_[recipient] % address->endpoints.size();
  Line wanted{address->endpoints[number], address->ca_pem, *std::move(key_pem), *std::move(certificate_pem), nullptr};
  Line& line = lines_[recipient];
  const bool current = line.stub != nullptr && line.endpoint == wanted.endpoint && line.ca_pem == wanted.ca_pem &&
                       line.key_pem == wanted.key_pem && line.certificate_pem == wanted.certificate_pem;
  if (current) return line.stub;

  grpc::experimental::TlsChannelCredentialsOptions tls;
  const std::vector<grpc::experimental::IdentityKeyCertPair> identity = {{wanted.key_pem, wanted.certificate_pem}};
  tls.set_certificate_provider(
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(wanted.ca_pem, identity));
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_certificate_verifier(MakePartyVerifier(recipient, wanted.ca_pem, options_.clock, options_.denied));
  tls.set_check_call_host(false);
  wanted.stub = v1::ExchangeService::NewStub(
      grpc::CreateCustomChannel(wanted.endpoint, grpc::experimental::TlsCredentials(tls), ChannelBounds()));
  line = std::move(wanted);
  return line.stub;
}

void GrpcPartyLink::TryNextEndpoint(const domain::PartyCode& recipient) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++endpoint_numbers_[recipient];
}

}  // namespace vsx::peer
