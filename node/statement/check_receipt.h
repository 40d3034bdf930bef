#ifndef VSX_NODE_STATEMENT_CHECK_RECEIPT_H_
#define VSX_NODE_STATEMENT_CHECK_RECEIPT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/signer.h"
#include "node/domain/calendar.h"
#include "node/domain/handle.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/domain/status_decision.h"
#include "node/statement/sign_statement.h"
#include "node/statement/verify_statement.h"

namespace vsx::statement {

inline constexpr size_t kCheckSaltSize = 32;

// What the node that made a check signs with an operations key (protocol §4). It names no person: each handle asked
// stands as a salted commitment, and only the caller's answer holds the salt.
struct CheckReceipt {
  domain::PartyCode party;
  domain::CheckId check_id;
  std::string agency{};       // URI SAN
  std::string officer{};      // as given
  std::string measure{};      // code
  std::string stage{};        // code
  std::string file_number{};  // as given
  bool person_present = false;
  domain::UnixTime checked_at{};
  domain::UnixTime valid_until{};
  uint64_t manifest_version = 0;
  std::vector<domain::HandleClass> handle_classes{};
  std::vector<std::string> handle_commitments{};  // 32 bytes each
  domain::CheckOutcome outcome = domain::CheckOutcome::kIncomplete;
  std::vector<domain::ConsultedParty> consultations{};  // every Party in force, the own one included
  std::vector<domain::PartyCode> member_states_outside{};
  std::string intent_salt{};  // kCheckSaltSize bytes, or empty where no Party was asked
};

// SHA-256(LP("vsx/check-intent/v1") ‖ check id ‖ intent_salt[32] ‖ LP(agency) ‖ LP(officer) ‖ LP(measure) ‖ LP(stage) ‖
// LP(file_number)), 32 bytes: what stands in the audit log before any Party is asked, and goes to each of them.
std::string CheckIntentHash(const CheckReceipt& receipt);

// SHA-256(LP("vsx/check-handle/v1") ‖ check id ‖ salt[32] ‖ LP(handle)), 32 bytes; `handle` is the canonical string.
// INVALID_ARGUMENT for a salt of another size or an empty handle.
absl::StatusOr<std::string> HandleCommitmentForReceipt(const domain::CheckId& check_id, std::string_view salt,
                                                       std::string_view handle);

// INVALID_ARGUMENT, reason STATEMENT_MALFORMED, for what no reader would take (so for NO_RECORD beside a Party that was
// not consulted); else errors of the signer.
absl::StatusOr<SignedStatement> SignCheckReceipt(const CheckReceipt& receipt, const crypto::Signer& operations);

// Verifies offline; the Party is the one that the payload names, whose operations key must have signed. Errors: as of
// VerifyWithdrawal.
absl::StatusOr<Verified<CheckReceipt>> VerifyCheckReceipt(const TrustStore& trust, std::string_view envelope_bytes,
                                                          domain::UnixTime now);

// INVALID_ARGUMENT, reason HANDLE_NOT_IN_RECEIPT, unless commitment `index` of the receipt is that of `handle` under
// `salt`.
absl::Status VerifyReceiptHandle(const CheckReceipt& receipt, size_t index, std::string_view salt,
                                 std::string_view handle);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_CHECK_RECEIPT_H_
