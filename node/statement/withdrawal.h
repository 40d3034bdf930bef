#ifndef VSX_NODE_STATEMENT_WITHDRAWAL_H_
#define VSX_NODE_STATEMENT_WITHDRAWAL_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/signer.h"
#include "node/domain/calendar.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/domain/revocation.h"
#include "node/statement/sign_statement.h"
#include "node/statement/verify_statement.h"

// The two statements that take copies back: the person withdrew (erase them), or the issuer revokes (protocol §2, §5).

namespace vsx::statement {

// Most copies that one of them names.
inline constexpr size_t kMostCopiesOfAStatement = 64;

// Signed by an operations key of the issuer. The recipient erases the copies.
struct Withdrawal {
  domain::PartyCode issuer;
  domain::PartyCode recipient;
  domain::StatementId id;
  std::vector<domain::CopyId> copy_ids;  // 1 to 64, each once
  domain::UnixTime withdrawn_at;

  friend bool operator==(const Withdrawal&, const Withdrawal&) = default;
};

// Signed by an attestation key of the issuer. While nothing is logged it is stored and shown, and HOLD stands (§6).
struct Revocation {
  domain::PartyCode issuer;
  domain::PartyCode recipient;
  domain::StatementId id;
  std::vector<domain::CopyId> copy_ids;  // 1 to 64, each once
  domain::RevocationReason reason = domain::RevocationReason::kIssuedInError;
  domain::UnixTime revoked_at;

  friend bool operator==(const Revocation&, const Revocation&) = default;
};

// INVALID_ARGUMENT, reason STATEMENT_MALFORMED, for what no reader would take; else errors of the signer.
absl::StatusOr<SignedStatement> SignWithdrawal(const Withdrawal& withdrawal, const crypto::Signer& operations);
absl::StatusOr<SignedStatement> SignRevocation(const Revocation& revocation, const crypto::Signer& attestation);

// Errors: those of VerifyStatement, CheckIssuer and CheckRecipient; STATEMENT_MALFORMED and VERSION_UNKNOWN
// (INVALID_ARGUMENT). A reason unknown to this release is malformed: it would work against the person.
absl::StatusOr<Verified<Withdrawal>> VerifyWithdrawal(const TrustStore& trust, std::string_view envelope_bytes,
                                                      const domain::PartyCode& issuer,
                                                      const domain::PartyCode& recipient, domain::UnixTime now);
absl::StatusOr<Verified<Revocation>> VerifyRevocation(const TrustStore& trust, std::string_view envelope_bytes,
                                                      const domain::PartyCode& issuer,
                                                      const domain::PartyCode& recipient, domain::UnixTime now);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_WITHDRAWAL_H_
