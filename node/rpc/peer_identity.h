#ifndef VSX_NODE_RPC_PEER_IDENTITY_H_
#define VSX_NODE_RPC_PEER_IDENTITY_H_

#include <grpcpp/security/auth_context.h>

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "node/domain/party_certificate.h"
#include "node/rpc/deny_list.h"

namespace vsx::rpc {

// CaDirectory gives the CA of a Party from the trust documents. Threads: safe concurrently.
class CaDirectory {
 public:
  virtual ~CaDirectory() = default;
  // PEM; NOT_FOUND if the Party is not known.
  virtual absl::StatusOr<std::string> CaPem(const domain::PartyCode& party) const = 0;
};

// PeerIdentity says who is at the other end of a connection, verified against only the CA of the Party that the
// certificate names (node/domain/party_certificate.h). Good results are remembered until the certificate ends or the
// Party's CA changes; the deny list is asked every time. Threads: safe concurrently.
class PeerIdentity {
 public:
  using WallClock = std::function<domain::UnixTime()>;

  // All must outlive this.
  PeerIdentity(const CaDirectory& directory, DenyList& deny_list, WallClock clock, size_t max_remembered = 4096);

  // The identity of a connection. UNAUTHENTICATED with the reasons of VerifyPartyCertificate, NO_CERTIFICATE, or
  // CERTIFICATE_DENIED.
  absl::StatusOr<domain::PartyCertificate> Identify(const grpc::AuthContext& connection);

  // The same for a leaf certificate as PEM.
  absl::StatusOr<domain::PartyCertificate> Verify(std::string_view leaf_pem);

 private:
  absl::StatusOr<domain::PartyCertificate> VerifyOrRecall(const std::string& leaf_pem);

  const CaDirectory& directory_;
  DenyList& deny_list_;
  const WallClock clock_;
  const size_t max_remembered_;
  std::mutex mutex_;
  std::unordered_map<std::string, domain::PartyCertificate> verified_;  // by PEM; guarded by mutex_
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_PEER_IDENTITY_H_
