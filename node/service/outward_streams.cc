#include "node/service/outward_streams.h"

#include <initializer_list>
#include <string>

#include "crypto/encoding.h"

namespace vsx::service {
namespace {

OutwardStream OpenStream(const NodeContext& node, std::initializer_list<std::string_view> parts) {
  std::string label = crypto::LengthPrefixed(node.own_party().value());
  for (const std::string_view part : parts) crypto::AppendLengthPrefixed(label, part);
  return node.streams.Open(label);
}

}  // namespace

OutwardStream OpenCopyStream(const NodeContext& node, const domain::CaseId& id, const domain::PartyCode& recipient,
                             domain::Purpose purpose) {
  return OpenStream(node, {recipient.value(), "copy", domain::PurposeName(purpose), id.bytes()});
}

OutwardStream OpenDeliveryStream(const NodeContext& node, const domain::CaseId& id, const domain::PartyCode& recipient,
                                 domain::DeliveryType type) {
  return OpenStream(node, {recipient.value(), "delivery", domain::DeliveryTypeName(type), id.bytes()});
}

OutwardStream OpenAttemptStream(const NodeContext& node, const domain::PartyCode& recipient, domain::DeliveryType type,
                                const domain::StatementId& delivery_id) {
  return OpenStream(node, {recipient.value(), "attempt", domain::DeliveryTypeName(type), delivery_id.bytes()});
}

OutwardStream OpenAccessNoticeStream(const NodeContext& node, const domain::PartyCode& recipient,
                                     std::string_view mark) {
  return OpenStream(node, {recipient.value(), "access notice", mark});
}

OutwardStream OpenReferenceCodeStream(const NodeContext& node, const domain::CaseId& id) {
  return OpenStream(node, {"reference code", id.bytes()});
}

}  // namespace vsx::service
