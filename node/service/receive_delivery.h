#ifndef VSX_NODE_SERVICE_RECEIVE_DELIVERY_H_
#define VSX_NODE_SERVICE_RECEIVE_DELIVERY_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "node/domain/party_code.h"
#include "node/service/node_context.h"

namespace vsx::service {

// One delivery as it came in, from the Party that the connection was verified as.
struct IncomingDelivery {
  domain::PartyCode sender;
  std::string sender_uri;
  domain::PartyCode recipient;
  domain::DeliveryType type;
  domain::StatementId delivery_id;
  std::string sealed_content;
};

// Takes in what another Party delivers (protocol §5): opens, verifies, stores, and only then gives back the signed
// receipt's envelope.
//   - A replay gets the receipt of the first arrival and has no second effect.
//   - A notification is stored with look-up rows for what consent opened; it takes the place of the copy it replaces,
//     unless it protects less (a lower status, another capacity than receiving, an adult for a child, a handle that no
//     longer opens it or by a weaker mark, no protective copy), which would be an effect against the person: then both
//     stand.
//   - A withdrawal erases its copies, leaves tombstones (also for ids that never came, so that nothing revives them),
//   and is
//     acknowledged when their data keys are destroyed. It is obeyed whatever state the trust documents or the Party are
//     in.
//   - A revocation is stored and shown; nothing is logged, so it is not in force and HOLD stands (§6).
//   - An access notice is stored with the case whose copy was found (receive_access_notice.h).
// Errors, each with its reason: INVALID_ARGUMENT for what is malformed, does not open or does not verify;
// PERMISSION_DENIED WRONG_RECIPIENT, WRONG_ISSUER, WRONG_ROLE; FAILED_PRECONDITION PARTY_NOT_ACTIVE, WITHDRAWN;
// NOT_FOUND COPY_UNKNOWN for an access notice about anything but a copy made for the sender; RESOURCE_EXHAUSTED
// TOO_MANY_NOTICES past 256 notices of one issuer on one handle;
// ALREADY_EXISTS STATEMENT_CONFLICT for the same id with other content, which is kept as evidence; those of the store.
// Whatever is refused changes nothing else.
absl::StatusOr<std::string> ReceiveDelivery(const NodeContext& node, const IncomingDelivery& delivery);

// Erasures that FinishErasures could not finish.
struct ErasuresLeft {
  size_t unreadable = 0;  // because their marks cannot be read
};

// Finishes erasures that were interrupted between their batch and the destruction of the keys. Call at start, and again
// from time to time: what fails now (errors of the store and of CaseKeyVault::Destroy) is finished by a later call.
absl::StatusOr<ErasuresLeft> FinishErasures(const NodeContext& node);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_RECEIVE_DELIVERY_H_
