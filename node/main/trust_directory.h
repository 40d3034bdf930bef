#ifndef VSX_NODE_MAIN_TRUST_DIRECTORY_H_
#define VSX_NODE_MAIN_TRUST_DIRECTORY_H_

#include <string>

#include "node/peer/peer_directory.h"
#include "node/rpc/peer_identity.h"
#include "node/statement/trust_store.h"

namespace vsx::main {

// TrustDirectory shows the trust documents to the transports: who vouches for a Party, and where its node answers.
class TrustDirectory final : public rpc::CaDirectory, public peer::PeerDirectory {
 public:
  // `trust` must outlive this.
  explicit TrustDirectory(const statement::TrustStore& trust) : trust_(trust) {}

  absl::StatusOr<std::string> CaPem(const domain::PartyCode& party) const override;
  absl::StatusOr<peer::PeerAddress> Find(const domain::PartyCode& party) const override;

 private:
  const statement::TrustStore& trust_;
};

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_TRUST_DIRECTORY_H_
