#ifndef VSX_NODE_PEER_PEER_CHANNELS_H_
#define VSX_NODE_PEER_PEER_CHANNELS_H_

#include <grpcpp/channel.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "node/domain/party_code.h"
#include "node/peer/party_verifier.h"
#include "node/peer/peer_directory.h"

namespace vsx::peer {

struct ChannelOptions {
  std::string key_path;          // the own node's certificate, PEM; read again when the files changed
  std::string certificate_path;  // …
  WallClock clock;
  Denied denied;
};

// What goes over a connection: files have one of their own, so that no call waits behind a chunk.
enum class PeerLine { kCalls, kFiles };

// PeerChannels makes and keeps the connections to the peer ports of the other Parties, one of each line for each Party:
// it trusts that Party's CA alone and requires a node of that Party. The own certificate and the directory are looked
// at every time; when one changed, the next channel is a new one. Threads: safe concurrently.
class PeerChannels {
 public:
  // `directory` must outlive this.
  PeerChannels(const PeerDirectory& directory, ChannelOptions options);

  // UNAVAILABLE, both of which may pass: PEER_NOT_KNOWN, OWN_CERTIFICATE_UNREADABLE. Does not wait for a connection.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> Find(const domain::PartyCode& party, PeerLine line);

  // A call over `channel` ended with `failure`: where the peer was not reached or was too slow, the Party's next
  // endpoint is tried from now on, unless another call has seen to that already.
  void Failed(const domain::PartyCode& party, PeerLine line, const std::shared_ptr<grpc::Channel>& channel,
              const absl::Status& failure);

 private:
  // A channel and what it was made from: when that changes, so does the channel.
  struct Connection {
    size_t endpoint_number = 0;  // counts failures, each channel's once
    bool failed = false;         // since it was last given out
    std::string endpoint;
    std::string ca_pem;
    std::string key_pem;
    std::string certificate_pem;
    std::shared_ptr<grpc::Channel> channel;
  };

  std::shared_ptr<grpc::Channel> Make(const domain::PartyCode& party, const Connection& connection) const;

  const PeerDirectory& directory_;
  const ChannelOptions options_;
  std::mutex mutex_;
  std::map<std::pair<domain::PartyCode, PeerLine>, Connection> connections_;  // guarded by mutex_
};

}  // namespace vsx::peer

#endif  // VSX_NODE_PEER_PEER_CHANNELS_H_
