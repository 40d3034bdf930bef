#include "node/rpc/peer_identity.h"

#include <grpc/grpc_security_constants.h>

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/error.h"

namespace vsx::rpc {

PeerIdentity::PeerIdentity(const CaDirectory& directory, DenyList& deny_list, WallClock clock, size_t max_remembered)
    : directory_(directory), deny_list_(deny_list), clock_(std::move(clock)), max_remembered_(max_remembered) {}

absl::StatusOr<domain::PartyCertificate> PeerIdentity::Identify(const grpc::AuthContext& connection) {
  const std::vector<grpc::string_ref> leaves = connection.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (!connection.IsPeerAuthenticated() || leaves.size() != 1) {
    return domain::Error(absl::StatusCode::kUnauthenticated, "NO_CERTIFICATE", "", "a client certificate is needed");
  }
  return Verify({leaves.front().data(), leaves.front().size()});
}

absl::StatusOr<domain::PartyCertificate> PeerIdentity::Verify(std::string_view leaf_pem) {
  absl::StatusOr<domain::PartyCertificate> certificate = VerifyOrRecall(std::string(leaf_pem));
  if (certificate.ok() && deny_list_.Contains(certificate->fingerprint, certificate->uri.text())) {
    return domain::Error(absl::StatusCode::kUnauthenticated, "CERTIFICATE_DENIED", "",
                         "this certificate is on the node's deny list: ask its operator");
  }
  return certificate;
}

absl::StatusOr<domain::PartyCertificate> PeerIdentity::VerifyOrRecall(const std::string& leaf_pem) {
  const domain::UnixTime now = clock_();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = verified_.find(leaf_pem);
    if (found != verified_.end()) {
      const domain::PartyCertificate& known = found->second;
      const absl::StatusOr<std::string> ca_pem = directory_.CaPem(known.uri.party());
      const bool still_good =
          known.not_before <= now && now <= known.not_after && ca_pem.ok() && *ca_pem == known.ca_pem;
      if (still_good) return known;
      verified_.erase(found);
    }
  }
  absl::StatusOr<domain::PartyCertificate> certificate = domain::VerifyPartyCertificate(
      leaf_pem, [this](const domain::PartyCode& party) { return directory_.CaPem(party); }, now);
  if (!certificate.ok()) return certificate;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (verified_.size() >= max_remembered_) verified_.clear();
  verified_.insert_or_assign(leaf_pem, *certificate);
  return certificate;
}

}  // namespace vsx::rpc
