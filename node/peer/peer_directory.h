#ifndef VSX_NODE_PEER_PEER_DIRECTORY_H_
#define VSX_NODE_PEER_PEER_DIRECTORY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/party_code.h"

namespace vsx::peer {

// Where the node of a Party answers, and who vouches for it.
struct PeerAddress {
  std::vector<std::string> endpoints;  // host:port, tried in turn; at least one
  std::string ca_pem;
};

// PeerDirectory gives these from the trust documents. Threads: safe concurrently.
class PeerDirectory {
 public:
  virtual ~PeerDirectory() = default;
  // NOT_FOUND if nothing is known of the Party.
  virtual absl::StatusOr<PeerAddress> Find(const domain::PartyCode& party) const = 0;
};

}  // namespace vsx::peer

#endif  // VSX_NODE_PEER_PEER_DIRECTORY_H_
