#ifndef VSX_NODE_SERVICE_PARTY_LINK_H_
#define VSX_NODE_SERVICE_PARTY_LINK_H_

#include <string>

#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "node/domain/party_code.h"

namespace vsx::service {

// PartyLink carries one delivery to the node of another Party and brings back its receipt. Who answers is authenticated
// as that Party by the implementation; the receipt inside is not verified here. Threads: safe concurrently for
// different Parties. Errors: UNAVAILABLE or DEADLINE_EXCEEDED when it may be tried again; any other code is the peer's
// own refusal, with its reason (domain/error.h).
class PartyLink {
 public:
  virtual ~PartyLink() = default;
  // `sealed_content` as crypto/sealed_box makes it. Returns the serialised receipt envelope. Blocks until answered or
  // the deadline of the link.
  virtual absl::StatusOr<std::string> Deliver(const domain::PartyCode& recipient, domain::DeliveryType type,
                                              const domain::StatementId& delivery_id,
                                              const std::string& sealed_content) = 0;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_PARTY_LINK_H_
