#include "node/statement/receipts.h"

#include <utility>

#include "node/domain/error.h"
#include "node/statement/statement_fields.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

absl::StatusOr<DeliveryReceipt> ParseDeliveryReceipt(std::string_view payload) {
  v1::DeliveryReceipt message;
  if (absl::Status status = ReadFrame(payload, message); !status.ok()) return status;
  absl::StatusOr<domain::PartyCode> recipient = ReadParty("recipient", message.recipient());
  if (!recipient.ok()) return recipient.status();
  absl::StatusOr<domain::PartyCode> issuer = ReadParty("issuer", message.issuer());
  if (!issuer.ok()) return issuer.status();
  const std::optional<StatementType> type = StatementTypeOf(message.statement_type());
  if (type != StatementType::kAttestationCopy && type != StatementType::kRevocation &&
      type != StatementType::kAccessNotice) {
    return MalformedField("statement_type",
                          "a delivery receipt is for an attestation copy, a revocation or an access notice");
  }
  const absl::StatusOr<domain::StatementId> id = ReadId<domain::StatementId>("statement_id", message.statement_id());
  if (!id.ok()) return id.status();
  if (absl::Status status = CheckSha256("payload_sha256", message.payload_sha256()); !status.ok()) return status;
  if (!message.protective_payload_sha256().empty()) {
    absl::Status status = CheckSha256("protective_payload_sha256", message.protective_payload_sha256());
    if (!status.ok()) return status;
  }
  const absl::StatusOr<domain::UnixTime> time = ReadTime("received_at", message.received_at());
  if (!time.ok()) return time.status();
  return DeliveryReceipt{*std::move(recipient),
                         *std::move(issuer),
                         *type,
                         *id,
                         message.payload_sha256(),
                         message.protective_payload_sha256(),
                         *time};
}

absl::StatusOr<ErasureReceipt> ParseErasureReceipt(std::string_view payload) {
  v1::ErasureReceipt message;
  if (absl::Status status = ReadFrame(payload, message); !status.ok()) return status;
  absl::StatusOr<domain::PartyCode> recipient = ReadParty("recipient", message.recipient());
  if (!recipient.ok()) return recipient.status();
  absl::StatusOr<domain::PartyCode> issuer = ReadParty("issuer", message.issuer());
  if (!issuer.ok()) return issuer.status();
  const absl::StatusOr<domain::StatementId> id = ReadId<domain::StatementId>("withdrawal_id", message.withdrawal_id());
  if (!id.ok()) return id.status();
  if (absl::Status status = CheckSha256("payload_sha256", message.payload_sha256()); !status.ok()) return status;
  if (message.scope() != v1::ERASURE_SCOPE_LIVE_STORE) {
    return MalformedField("scope", "the receipt must say what was erased, in a way that this release knows");
  }
  const absl::StatusOr<domain::UnixTime> time = ReadTime("erased_at", message.erased_at());
  if (!time.ok()) return time.status();
  return ErasureReceipt{*std::move(recipient), *std::move(issuer), *id, message.payload_sha256(), *time};
}

// A receipt's signer is the recipient of what was delivered: that Party speaks, so it is the issuer of the receipt.
template <typename Content>
absl::StatusOr<Verified<Content>> CheckReceiptParties(VerifiedStatement statement, absl::StatusOr<Content> content,
                                                      const domain::PartyCode& recipient,
                                                      const domain::PartyCode& issuer) {
  if (!content.ok()) return content.status();
  if (absl::Status status = CheckIssuer(content->recipient, recipient); !status.ok()) return status;
  if (absl::Status status = CheckRecipient(content->issuer, issuer); !status.ok()) return status;
  return Verified<Content>{std::move(statement), *std::move(content)};
}

absl::Status Mismatch() {
  return domain::InvalidField("RECEIPT_MISMATCH", "receipt_envelope", "the receipt is for another delivery");
}

}  // namespace

absl::StatusOr<SignedStatement> SignDeliveryReceipt(const DeliveryReceipt& receipt, const crypto::Signer& operations) {
  v1::DeliveryReceipt message;
  WriteFrame(message);
  message.set_recipient(receipt.recipient.value());
  message.set_issuer(receipt.issuer.value());
  message.set_statement_type(std::string(PayloadType(receipt.statement_type)));
  message.set_statement_id(std::string(receipt.statement_id.bytes()));
  message.set_payload_sha256(receipt.payload_sha256);
  message.set_protective_payload_sha256(receipt.protective_payload_sha256);
  message.set_received_at(receipt.received_at.seconds);
  const std::string payload = Serialise(message);
  if (absl::Status status = ParseDeliveryReceipt(payload).status(); !status.ok()) return status;
  return SignStatement(StatementType::kDeliveryReceipt, payload, operations);
}

absl::StatusOr<SignedStatement> SignErasureReceipt(const ErasureReceipt& receipt, const crypto::Signer& operations) {
  v1::ErasureReceipt message;
  WriteFrame(message);
  message.set_recipient(receipt.recipient.value());
  message.set_issuer(receipt.issuer.value());
  message.set_withdrawal_id(std::string(receipt.withdrawal_id.bytes()));
  message.set_payload_sha256(receipt.payload_sha256);
  message.set_scope(v1::ERASURE_SCOPE_LIVE_STORE);
  message.set_erased_at(receipt.erased_at.seconds);
  const std::string payload = Serialise(message);
  if (absl::Status status = ParseErasureReceipt(payload).status(); !status.ok()) return status;
  return SignStatement(StatementType::kErasureReceipt, payload, operations);
}

absl::StatusOr<Verified<DeliveryReceipt>> VerifyDeliveryReceipt(const TrustStore& trust,
                                                                std::string_view envelope_bytes,
                                                                const domain::PartyCode& recipient,
                                                                const domain::PartyCode& issuer, domain::UnixTime now) {
  absl::StatusOr<VerifiedStatement> statement =
      VerifyStatement(trust, envelope_bytes, StatementType::kDeliveryReceipt, recipient, now);
  if (!statement.ok()) return statement.status();
  absl::StatusOr<DeliveryReceipt> content = ParseDeliveryReceipt(statement->payload);
  return CheckReceiptParties(*std::move(statement), std::move(content), recipient, issuer);
}

absl::StatusOr<Verified<ErasureReceipt>> VerifyErasureReceipt(const TrustStore& trust, std::string_view envelope_bytes,
                                                              const domain::PartyCode& recipient,
                                                              const domain::PartyCode& issuer, domain::UnixTime now) {
  absl::StatusOr<VerifiedStatement> statement =
      VerifyStatement(trust, envelope_bytes, StatementType::kErasureReceipt, recipient, now);
  if (!statement.ok()) return statement.status();
  absl::StatusOr<ErasureReceipt> content = ParseErasureReceipt(statement->payload);
  return CheckReceiptParties(*std::move(statement), std::move(content), recipient, issuer);
}

absl::Status CheckReceiptAnswers(const DeliveryReceipt& receipt, const domain::OutboxItem& item) {
  const bool same = receipt.recipient == item.recipient && PayloadType(receipt.statement_type) == item.statement_type &&
                    receipt.statement_id.bytes() == item.statement_id &&
                    receipt.payload_sha256 == item.payload_sha256 &&
                    receipt.protective_payload_sha256 == item.protective_sha256;
  return same ? absl::OkStatus() : Mismatch();
}

absl::Status CheckReceiptAnswers(const DeliveryReceipt& receipt, const domain::PendingAccessNotice& notice) {
  const bool same = receipt.recipient == notice.recipient && receipt.statement_type == StatementType::kAccessNotice &&
                    receipt.statement_id == notice.notice_id && receipt.payload_sha256 == notice.payload_sha256 &&
                    receipt.protective_payload_sha256.empty();
  return same ? absl::OkStatus() : Mismatch();
}

absl::Status CheckReceiptAnswers(const ErasureReceipt& receipt, const domain::OutboxItem& item) {
  const bool same = receipt.recipient == item.recipient &&
                    PayloadType(StatementType::kWithdrawal) == item.statement_type &&
                    receipt.withdrawal_id.bytes() == item.statement_id && receipt.payload_sha256 == item.payload_sha256;
  return same ? absl::OkStatus() : Mismatch();
}

}  // namespace vsx::statement
