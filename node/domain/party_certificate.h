#ifndef VSX_NODE_DOMAIN_PARTY_CERTIFICATE_H_
#define VSX_NODE_DOMAIN_PARTY_CERTIFICATE_H_

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/party_code.h"
#include "node/domain/party_uri.h"

namespace vsx::domain {

// What a verified TLS certificate of a node or an agency says (protocol §8).
struct PartyCertificate {
  PartyUri uri;
  std::string fingerprint;  // SHA-256 of the DER form, 64 lower-case hex digits
  UnixTime not_before;
  UnixTime not_after;  // its own end or that of its CA, whichever comes first
  std::string ca_pem;  // what it was verified against
};

// Gives the CA certificate of a Party as PEM (one or more, any of which may issue while a CA is being replaced);
// NOT_FOUND if the Party is not known.
using CaLookup = absl::FunctionRef<absl::StatusOr<std::string>(const PartyCode&)>;

// Reads one leaf certificate (PEM) and verifies it at `now` against the CA of the Party that it names, and no other:
// exactly one URI SAN, which parses as a PartyUri; issued directly by that CA; not itself a CA; keys and hashes of at
// least 112 bits. A pure function. Errors: UNAUTHENTICATED with one of the reasons CERTIFICATE_UNREADABLE,
// CERTIFICATE_IDENTITY_WRONG, CERTIFICATE_IS_CA, PARTY_UNKNOWN, CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID,
// PARTY_CA_EXPIRED, CERTIFICATE_NOT_FROM_PARTY_CA.
absl::StatusOr<PartyCertificate> VerifyPartyCertificate(std::string_view leaf_pem, CaLookup find_ca, UnixTime now);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_PARTY_CERTIFICATE_H_
