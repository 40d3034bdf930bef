#include "node/api/exchange_handlers.h"

#include <optional>
#include <string>
#include <utility>

#include "node/domain/access_policy.h"
#include "node/domain/error.h"
#include "node/service/receive_delivery.h"
#include "node/statement/delivery_content.h"
#include "node/statement/enums.h"

namespace vsx::api {

absl::Status NodeExchangeHandlers::Deliver(const PeerCaller& caller, const v1::DeliverRequest& request,
                                           v1::DeliverResponse* response) {
  if (!domain::DecideNodeAccess(domain::Method::kDeliver, domain::Port::kPeer).allowed) {
    return domain::Error(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED", "", "nodes may not make this call");
  }
  absl::StatusOr<domain::PartyCode> recipient = domain::PartyCode::Create(request.recipient());
  if (!recipient.ok()) {
    return domain::InvalidField("PARTY_MALFORMED", "recipient", "name the recipient by its three-letter code");
  }
  const std::optional<domain::DeliveryType> type = statement::FromProto(request.type());
  if (!type.has_value()) {
    return domain::InvalidField("DELIVERY_TYPE_UNKNOWN", "type", "this kind of delivery is not known here");
  }
  absl::StatusOr<domain::StatementId> id = domain::StatementId::FromBytes(request.delivery_id());
  if (!id.ok()) return domain::InvalidField("ID_MALFORMED", "delivery_id", "an id has 16 bytes");
  if (request.sealed_content().size() > statement::kMaxSealedDeliveryBytes) {
    return domain::InvalidField("DELIVERY_TOO_LARGE", "sealed_content", "a delivery has at most 64 KiB");
  }
  absl::StatusOr<std::string> receipt =
      service::ReceiveDelivery(node_, {caller.party, caller.uri, *recipient, *type, *id, request.sealed_content()});
  if (!receipt.ok()) return receipt.status();
  response->set_receipt_envelope(*std::move(receipt));
  return absl::OkStatus();
}

}  // namespace vsx::api
