#ifndef VSX_NODE_STATEMENT_ACCESS_NOTICE_H_
#define VSX_NODE_STATEMENT_ACCESS_NOTICE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/signer.h"
#include "node/domain/access_policy.h"
#include "node/domain/agency_kind.h"
#include "node/domain/calendar.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/statement/sign_statement.h"
#include "node/statement/verify_statement.h"

namespace vsx::statement {

// An authority of the issuer found a copy that the recipient made, and whose person wants to be told (protocol §4).
// Signed by an operations key of the issuer.
struct AccessNotice {
  domain::PartyCode issuer;
  domain::PartyCode recipient;
  domain::StatementId id;
  domain::CopyId copy_id;
  domain::AgencyKind agency_kind = domain::AgencyKind::kUnknown;
  domain::AccessPurpose purpose = domain::AccessPurpose::kNone;  // of domain::kPurposesOfALook
  domain::CivilDate day;                                         // UTC

  friend bool operator==(const AccessNotice&, const AccessNotice&) = default;
};

// INVALID_ARGUMENT, reason STATEMENT_MALFORMED, for what no reader would take; else errors of the signer.
absl::StatusOr<SignedStatement> SignAccessNotice(const AccessNotice& notice, const crypto::Signer& operations);

// Errors: those of VerifyStatement, CheckIssuer and CheckRecipient; STATEMENT_MALFORMED and VERSION_UNKNOWN
// (INVALID_ARGUMENT). A kind or purpose that this release does not know is kUnknown or kNone: that somebody looked is
// told all the same.
absl::StatusOr<Verified<AccessNotice>> VerifyAccessNotice(const TrustStore& trust, std::string_view envelope_bytes,
                                                          const domain::PartyCode& issuer,
                                                          const domain::PartyCode& recipient, domain::UnixTime now);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_ACCESS_NOTICE_H_
