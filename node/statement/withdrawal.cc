#include "node/statement/withdrawal.h"

#include <utility>

#include "node/statement/enums.h"
#include "node/statement/statement_fields.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

absl::StatusOr<Withdrawal> ParseWithdrawal(std::string_view payload) {
  v1::Withdrawal message;
  if (absl::Status status = ReadFrame(payload, message); !status.ok()) return status;
  absl::StatusOr<domain::PartyCode> issuer = ReadParty("issuer", message.issuer());
  if (!issuer.ok()) return issuer.status();
  absl::StatusOr<domain::PartyCode> recipient = ReadParty("recipient", message.recipient());
  if (!recipient.ok()) return recipient.status();
  const absl::StatusOr<domain::StatementId> id = ReadId<domain::StatementId>("withdrawal_id", message.withdrawal_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<std::vector<domain::CopyId>> copy_ids = ReadCopyIds(message.copy_ids());
  if (!copy_ids.ok()) return copy_ids.status();
  const absl::StatusOr<domain::UnixTime> time = ReadTime("withdrawn_at", message.withdrawn_at());
  if (!time.ok()) return time.status();
  return Withdrawal{*std::move(issuer), *std::move(recipient), *id, *std::move(copy_ids), *time};
}

absl::StatusOr<Revocation> ParseRevocation(std::string_view payload) {
  v1::Revocation message;
  if (absl::Status status = ReadFrame(payload, message); !status.ok()) return status;
  absl::StatusOr<domain::PartyCode> issuer = ReadParty("issuer", message.issuer());
  if (!issuer.ok()) return issuer.status();
  absl::StatusOr<domain::PartyCode> recipient = ReadParty("recipient", message.recipient());
  if (!recipient.ok()) return recipient.status();
  const absl::StatusOr<domain::StatementId> id = ReadId<domain::StatementId>("revocation_id", message.revocation_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<std::vector<domain::CopyId>> copy_ids = ReadCopyIds(message.copy_ids());
  if (!copy_ids.ok()) return copy_ids.status();
  const std::optional<domain::RevocationReason> reason = FromProto(message.reason());
  if (!reason.has_value()) return MalformedField("reason", "the reason is not one of the closed list");
  const absl::StatusOr<domain::UnixTime> time = ReadTime("revoked_at", message.revoked_at());
  if (!time.ok()) return time.status();
  return Revocation{*std::move(issuer), *std::move(recipient), *id, *std::move(copy_ids), *reason, *time};
}

// Issuer, recipient, copies: what both messages share.
template <typename Message, typename Content>
void WriteCommon(const Content& content, Message& message) {
  WriteFrame(message);
  message.set_issuer(content.issuer.value());
  message.set_recipient(content.recipient.value());
  for (const domain::CopyId& id : content.copy_ids) message.add_copy_ids(std::string(id.bytes()));
}

template <typename Content>
absl::StatusOr<Verified<Content>> CheckParties(VerifiedStatement statement, absl::StatusOr<Content> content,
                                               const domain::PartyCode& issuer, const domain::PartyCode& recipient) {
  if (!content.ok()) return content.status();
  if (absl::Status status = CheckIssuer(content->issuer, issuer); !status.ok()) return status;
  if (absl::Status status = CheckRecipient(content->recipient, recipient); !status.ok()) return status;
  return Verified<Content>{std::move(statement), *std::move(content)};
}

}  // namespace

absl::StatusOr<SignedStatement> SignWithdrawal(const Withdrawal& withdrawal, const crypto::Signer& operations) {
  v1::Withdrawal message;
  WriteCommon(withdrawal, message);
  message.set_withdrawal_id(std::string(withdrawal.id.bytes()));
  message.set_withdrawn_at(withdrawal.withdrawn_at.seconds);
  const std::string payload = Serialise(message);
  if (absl::Status status = ParseWithdrawal(payload).status(); !status.ok()) return status;
  return SignStatement(StatementType::kWithdrawal, payload, operations);
}

absl::StatusOr<SignedStatement> SignRevocation(const Revocation& revocation, const crypto::Signer& attestation) {
  v1::Revocation message;
  WriteCommon(revocation, message);
  message.set_revocation_id(std::string(revocation.id.bytes()));
  message.set_reason(ToProto(revocation.reason));
  message.set_revoked_at(revocation.revoked_at.seconds);
  const std::string payload = Serialise(message);
  if (absl::Status status = ParseRevocation(payload).status(); !status.ok()) return status;
  return SignStatement(StatementType::kRevocation, payload, attestation);
}

absl::StatusOr<Verified<Withdrawal>> VerifyWithdrawal(const TrustStore& trust, std::string_view envelope_bytes,
                                                      const domain::PartyCode& issuer,
                                                      const domain::PartyCode& recipient, domain::UnixTime now) {
  absl::StatusOr<VerifiedStatement> statement =
      VerifyStatement(trust, envelope_bytes, StatementType::kWithdrawal, issuer, now);
  if (!statement.ok()) return statement.status();
  absl::StatusOr<Withdrawal> content = ParseWithdrawal(statement->payload);
  return CheckParties(*std::move(statement), std::move(content), issuer, recipient);
}

absl::StatusOr<Verified<Revocation>> VerifyRevocation(const TrustStore& trust, std::string_view envelope_bytes,
                                                      const domain::PartyCode& issuer,
                                                      const domain::PartyCode& recipient, domain::UnixTime now) {
  absl::StatusOr<VerifiedStatement> statement =
      VerifyStatement(trust, envelope_bytes, StatementType::kRevocation, issuer, now);
  if (!statement.ok()) return statement.status();
  absl::StatusOr<Revocation> content = ParseRevocation(statement->payload);
  return CheckParties(*std::move(statement), std::move(content), issuer, recipient);
}

}  // namespace vsx::statement
