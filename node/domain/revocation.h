#ifndef VSX_NODE_DOMAIN_REVOCATION_H_
#define VSX_NODE_DOMAIN_REVOCATION_H_

#include <cstdint>

namespace vsx::domain {

// Why an attestation was revoked: a closed list, and want of cooperation is not on it (protocol §2).
enum class RevocationReason : uint8_t {
  kIssuedInError = 1,
  kSuperseded = 2,
  kAtPersonsRequest = 3,
  kNegativeAssessment = 4,  // by a qualified person, with reasons, in force only after its appeal time
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_REVOCATION_H_
