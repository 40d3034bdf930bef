#include "node/peer/grpc_party_link.h"

#include <grpcpp/client_context.h>

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "node/peer/peer_status.h"
#include "node/statement/enums.h"
#include "vsx/v1/exchange.grpc.pb.h"

namespace vsx::peer {

absl::StatusOr<std::string> GrpcPartyLink::Deliver(const domain::PartyCode& recipient, domain::DeliveryType type,
                                                   const domain::StatementId& delivery_id,
                                                   const std::string& sealed_content) {
  const absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = channels_.Find(recipient, PeerLine::kCalls);
  if (!channel.ok()) return channel.status();

  v1::DeliverRequest request;
  request.set_recipient(recipient.value());
  request.set_type(statement::ToProto(type));
  request.set_delivery_id(std::string(delivery_id.bytes()));
  request.set_sealed_content(sealed_content);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + deadline_);
  v1::DeliverResponse response;
  const grpc::Status status = v1::ExchangeService::NewStub(*channel)->Deliver(&context, request, &response);
  if (!status.ok()) {
    absl::Status failure = FromPeerStatus(status);
    channels_.Failed(recipient, PeerLine::kCalls, *channel, failure);
    return failure;
  }
  return std::move(*response.mutable_receipt_envelope());
}

}  // namespace vsx::peer
