#ifndef VSX_NODE_PEER_GRPC_PARTY_LINK_H_
#define VSX_NODE_PEER_GRPC_PARTY_LINK_H_

#include <chrono>
#include <string>

#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "node/domain/party_code.h"
#include "node/peer/peer_channels.h"
#include "node/service/party_link.h"

namespace vsx::peer {

// GrpcPartyLink delivers to the peer ports of the other Parties. It never repeats a call by itself: the outbox does,
// after claiming the send. Threads: safe concurrently. Errors: those of service::PartyLink; reasons of the link itself
// are those of PeerChannels, PEER_NOT_REACHED and PEER_TOO_SLOW, all of which may pass.
class GrpcPartyLink final : public service::PartyLink {
 public:
  // `channels` must outlive this.
  explicit GrpcPartyLink(PeerChannels& channels, std::chrono::milliseconds deadline = std::chrono::seconds(10))
      : channels_(channels), deadline_(deadline) {}

  absl::StatusOr<std::string> Deliver(const domain::PartyCode& recipient, domain::DeliveryType type,
                                      const domain::StatementId& delivery_id,
                                      const std::string& sealed_content) override;

 private:
  PeerChannels& channels_;
  const std::chrono::milliseconds deadline_;
};

}  // namespace vsx::peer

#endif  // VSX_NODE_PEER_GRPC_PARTY_LINK_H_
