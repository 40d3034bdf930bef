#ifndef VSX_NODE_PEER_PARTY_VERIFIER_H_
#define VSX_NODE_PEER_PARTY_VERIFIER_H_

#include <grpcpp/security/tls_certificate_verifier.h>

#include <functional>
#include <memory>
#include <string>

#include "node/domain/party_certificate.h"
#include "node/domain/party_code.h"

namespace vsx::peer {

using WallClock = std::function<domain::UnixTime()>;
// Whether a certificate is refused although its CA vouches for it; may be empty.
using Denied = std::function<bool(const domain::PartyCertificate&)>;

// Checks the server of each new connection after the handshake: its certificate names a node of exactly the dialled
// Party, and was issued directly by that Party's CA. Host names do not matter.
std::shared_ptr<grpc::experimental::CertificateVerifier> MakePartyVerifier(domain::PartyCode dialled,
                                                                           std::string ca_pem, WallClock clock,
                                                                           Denied denied);

}  // namespace vsx::peer

#endif  // VSX_NODE_PEER_PARTY_VERIFIER_H_
