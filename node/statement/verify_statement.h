#ifndef VSX_NODE_STATEMENT_VERIFY_STATEMENT_H_
#define VSX_NODE_STATEMENT_VERIFY_STATEMENT_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/party_code.h"
#include "node/statement/statement_type.h"
#include "node/statement/trust_store.h"

namespace vsx::statement {

// What is known of a statement once its signature stood, before its payload is read.
struct VerifiedStatement {
  std::string payload;
  std::string payload_sha256;  // 32 bytes
  std::string key_id;
  // The key is valid no more, or not yet; or its Party no longer trusts it. The statement is that Party's all the same:
  // what it protects goes on, and the caller qualifies it.
  bool key_expired = false;
  bool key_distrusted = false;
};

// A statement that was verified, then read.
template <typename Content>
struct Verified {
  VerifiedStatement statement;
  Content content;
};

// Verifies first: `envelope_bytes` is an envelope of that type with exactly one signature, made by a key that the trust
// documents give to `expected_signer` in the role of the type. Nothing of the payload is read; who verifies a typed
// statement uses the functions beside its type. Reasons: ENVELOPE_TOO_LARGE, ENVELOPE_MALFORMED, WRONG_STATEMENT_TYPE,
// SIGNATURE_COUNT, SIGNATURE_INVALID (INVALID_ARGUMENT); WRONG_ROLE, where another key of the same Party signed
// (PERMISSION_DENIED); NO_PARTY_RECORD (FAILED_PRECONDITION).
absl::StatusOr<VerifiedStatement> VerifyStatement(const TrustStore& trust, std::string_view envelope_bytes,
                                                  StatementType type, const domain::PartyCode& expected_signer,
                                                  domain::UnixTime now);

// PERMISSION_DENIED, reason WRONG_ISSUER or WRONG_RECIPIENT, unless the Party that a statement names is the one meant.
// A statement forwarded to somebody else, or signed in another's name, ends here.
absl::Status CheckIssuer(const domain::PartyCode& named, const domain::PartyCode& expected);
absl::Status CheckRecipient(const domain::PartyCode& named, const domain::PartyCode& expected);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_VERIFY_STATEMENT_H_
