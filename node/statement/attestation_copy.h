#ifndef VSX_NODE_STATEMENT_ATTESTATION_COPY_H_
#define VSX_NODE_STATEMENT_ATTESTATION_COPY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/signer.h"
#include "node/domain/calendar.h"
#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/domain/permitted_copy.h"
#include "node/statement/copy_content.h"
#include "node/statement/verify_statement.h"

namespace vsx::statement {

// What a copy says that is no field of the case.
struct CopySigningInput {
  domain::PartyCode issuer;
  domain::CopyId copy_id;                  // fresh random, shared with no other copy
  std::optional<domain::CopyId> replaces;  // the issuer's earlier copy for the same recipient and purpose
  domain::CivilDate signed_on;             // UTC day
};

struct SignedCopy {
  std::string envelope;        // serialised v1.Envelope, at most kMaxCopyEnvelopeBytes
  std::string payload_sha256;  // 32 bytes
  // What opens each of the permitted handles, by slot. Secret: it goes only to who may name the handle (§4, §5).
  std::vector<domain::Opening> openings;
};

// Encodes and signs what consent permits, and nothing besides: PermittedCopy is the only way in (protocol §2). The
// eight commitments stand in random order, unused ones are random. Errors: INVALID_ARGUMENT, reason COPY_TOO_LARGE, if
// the envelope would pass 2,048 bytes; TOO_MANY_HANDLES for more than 8; STATEMENT_MALFORMED with the field for what no
// reader would take; else errors of the signer.
absl::StatusOr<SignedCopy> SignAttestationCopy(const domain::PermittedCopy& permitted, const CopySigningInput& input,
                                               crypto::RandomSource& random, const crypto::Signer& attestation);

using VerifiedCopy = Verified<CopyContent>;

// A copy from `issuer` for `recipient`, which is this node's Party. Errors: those of VerifyStatement, CheckIssuer,
// CheckRecipient and ParseCopy.
absl::StatusOr<VerifiedCopy> VerifyAttestationCopy(const TrustStore& trust, std::string_view envelope_bytes,
                                                   const domain::PartyCode& issuer, const domain::PartyCode& recipient,
                                                   domain::UnixTime now);

// INVALID_ARGUMENT, reason OPENING_INVALID, unless the opening's handle is a canonical one of its class, the copy's
// purpose uses that class (§4), and the opening opens its slot.
absl::Status VerifyOpening(const CopyContent& copy, const domain::Opening& opening);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_ATTESTATION_COPY_H_
