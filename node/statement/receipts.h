#ifndef VSX_NODE_STATEMENT_RECEIPTS_H_
#define VSX_NODE_STATEMENT_RECEIPTS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/signer.h"
#include "node/domain/calendar.h"
#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/statement/sign_statement.h"
#include "node/statement/verify_statement.h"

// What the recipient of a delivery signs with an operations key (protocol §5). Receipts for checks: check_receipt.h.

namespace vsx::statement {

// The delivery is stored.
struct DeliveryReceipt {
  domain::PartyCode recipient;  // signs
  domain::PartyCode issuer;     // delivered
  StatementType statement_type = StatementType::kAttestationCopy;
  domain::StatementId statement_id;       // the bytes of the copy, revocation or notice id
  std::string payload_sha256;             // 32 bytes
  std::string protective_payload_sha256;  // 32 bytes, or empty if no protective copy came with it
  domain::UnixTime received_at;           // of the first arrival

  friend bool operator==(const DeliveryReceipt&, const DeliveryReceipt&) = default;
};

// The copies of a withdrawal are gone from the live store: the signer's claim, not proof.
struct ErasureReceipt {
  domain::PartyCode recipient;  // signs
  domain::PartyCode issuer;     // withdrew
  domain::StatementId withdrawal_id;
  std::string payload_sha256;  // of the withdrawal, 32 bytes
  domain::UnixTime erased_at;

  friend bool operator==(const ErasureReceipt&, const ErasureReceipt&) = default;
};

// INVALID_ARGUMENT, reason STATEMENT_MALFORMED, for what no reader would take; else errors of the signer.
absl::StatusOr<SignedStatement> SignDeliveryReceipt(const DeliveryReceipt& receipt, const crypto::Signer& operations);
absl::StatusOr<SignedStatement> SignErasureReceipt(const ErasureReceipt& receipt, const crypto::Signer& operations);

// `recipient` is who must have signed. Errors: as of VerifyWithdrawal.
absl::StatusOr<Verified<DeliveryReceipt>> VerifyDeliveryReceipt(const TrustStore& trust,
                                                                std::string_view envelope_bytes,
                                                                const domain::PartyCode& recipient,
                                                                const domain::PartyCode& issuer, domain::UnixTime now);
absl::StatusOr<Verified<ErasureReceipt>> VerifyErasureReceipt(const TrustStore& trust, std::string_view envelope_bytes,
                                                              const domain::PartyCode& recipient,
                                                              const domain::PartyCode& issuer, domain::UnixTime now);

// INVALID_ARGUMENT, reason RECEIPT_MISMATCH, unless the receipt is about exactly what was delivered.
absl::Status CheckReceiptAnswers(const DeliveryReceipt& receipt, const domain::OutboxItem& item);
absl::Status CheckReceiptAnswers(const DeliveryReceipt& receipt, const domain::PendingAccessNotice& notice);
absl::Status CheckReceiptAnswers(const ErasureReceipt& receipt, const domain::OutboxItem& item);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_RECEIPTS_H_
