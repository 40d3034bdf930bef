#ifndef VSX_NODE_PEER_GRPC_PARTY_LINK_H_
#define VSX_NODE_PEER_GRPC_PARTY_LINK_H_

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "node/domain/party_code.h"
#include "node/peer/party_verifier.h"
#include "node/peer/peer_directory.h"
#include "node/service/party_link.h"
#include "vsx/v1/exchange.grpc.pb.h"

namespace vsx::peer {

struct LinkOptions {
  std::string key_path;          // the own node's certificate, PEM; read again when the files changed
  std::string certificate_path;  // …
  WallClock clock;
  Denied denied;
  std::chrono::milliseconds deadline = std::chrono::seconds(10);
};

// GrpcPartyLink speaks to the peer ports of the other Parties: one channel per Party, which trusts that Party's CA
// alone and requires a node of that Party. It never repeats a call by itself: the outbox does. Threads: safe
// concurrently. Errors: those of service::PartyLink; reasons of the link itself are PEER_NOT_KNOWN,
// OWN_CERTIFICATE_UNREADABLE, PEER_NOT_REACHED, PEER_TOO_SLOW, all of which may pass.
class GrpcPartyLink final : public service::PartyLink {
 public:
  // `directory` must outlive this.
  GrpcPartyLink(const PeerDirectory& directory, LinkOptions options);

  absl::StatusOr<std::string> Deliver(const domain::PartyCode& recipient, domain::DeliveryType type,
                                      const domain::StatementId& delivery_id,
                                      const std::string& sealed_content) override;

 private:
  // A channel and what it was made from: when that changes, so does the channel.
  struct Line {
    std::string endpoint;
    std::string ca_pem;
    std::string key_pem;
    std::string certificate_pem;
    std::shared_ptr<v1::ExchangeService::Stub> stub;
  };

  absl::StatusOr<std::shared_ptr<v1::ExchangeService::Stub>> StubFor(const domain::PartyCode& recipient);
  void TryNextEndpoint(const domain::PartyCode& recipient);

  const PeerDirectory& directory_;
  const LinkOptions options_;
  std::mutex mutex_;
  std::map<domain::PartyCode, Line> lines_;               // guarded by mutex_
  std::map<domain::PartyCode, size_t> endpoint_numbers_;  // guarded by mutex_; counts failures
};

}  // namespace vsx::peer

#endif  // VSX_NODE_PEER_GRPC_PARTY_LINK_H_
