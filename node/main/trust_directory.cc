#include "node/main/trust_directory.h"

namespace vsx::main {

absl::StatusOr<std::string> TrustDirectory::CaPem(const domain::PartyCode& party) const {
  const std::string_view pem = trust_.TlsCaPem(party);
  if (pem.empty()) return absl::NotFoundError("no Party record holds a CA for this Party");
  return std::string(pem);
}

absl::StatusOr<peer::PeerAddress> TrustDirectory::Find(const domain::PartyCode& party) const {
  absl::StatusOr<std::string> ca = CaPem(party);
  if (!ca.ok()) return ca.status();
  const absl::Span<const std::string> endpoints = trust_.Endpoints(party);
  if (endpoints.empty()) return absl::NotFoundError("the Party's record names no endpoint");
  return peer::PeerAddress{{endpoints.begin(), endpoints.end()}, *std::move(ca)};
}

}  // namespace vsx::main
