#ifndef VSX_NODE_MAIN_FOUNDATIONS_H_
#define VSX_NODE_MAIN_FOUNDATIONS_H_

#include "absl/status/statusor.h"
#include "crypto/keystore.h"
#include "node/domain/calendar.h"
#include "node/domain/party_certificate.h"
#include "node/main/config.h"
#include "node/statement/trust_store.h"

namespace vsx::main {

// Foundations is what a node must have before it opens a database or a port: its keys, the trust documents, its
// certificate, and the proof that these fit together and to the configuration.
struct Foundations {
  NodeConfig config;
  crypto::Keystore keystore;
  statement::TrustStore trust;
  domain::PartyCertificate certificate;
};

// Opens and compares everything; writes nothing. Each error names the key of the configuration that it comes from:
//   trust documents that do not verify, or without a record of the own Party;
//   a certificate that is not vsx://<party>/node/<name>, not issued by the CA of the own record or of tls.own_ca, or
//   expired; a private key open to others; a deny list that cannot be read; a keystore that does not open, or whose
//   keys are not those of the own Party record.
absl::StatusOr<Foundations> LayFoundations(NodeConfig config, domain::UnixTime now);

// The certificate that the files of the configuration hold now, which is the one in use: they are read again while the
// node runs. Errors as above.
absl::StatusOr<domain::PartyCertificate> CheckCertificate(const NodeConfig& config, const statement::TrustStore& trust,
                                                          domain::UnixTime now);

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_FOUNDATIONS_H_
