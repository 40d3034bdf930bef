#include "node/statement/access_notice.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "node/domain/access_notice.h"
#include "node/statement/enums.h"
#include "node/statement/statement_fields.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

bool IsOfALook(domain::AccessPurpose purpose) {
  const auto& known = domain::kPurposesOfALook;
  return std::find(known.begin(), known.end(), purpose) != known.end();
}

absl::StatusOr<AccessNotice> ParseAccessNotice(std::string_view payload) {
  v1::AccessNotice message;
  if (absl::Status status = ReadFrame(payload, message); !status.ok()) return status;
  absl::StatusOr<domain::PartyCode> issuer = ReadParty("issuer", message.issuer());
  if (!issuer.ok()) return issuer.status();
  absl::StatusOr<domain::PartyCode> recipient = ReadParty("recipient", message.recipient());
  if (!recipient.ok()) return recipient.status();
  const absl::StatusOr<domain::StatementId> id = ReadId<domain::StatementId>("notice_id", message.notice_id());
  if (!id.ok()) return id.status();
  const absl::StatusOr<domain::CopyId> copy_id = ReadId<domain::CopyId>("copy_id", message.copy_id());
  if (!copy_id.ok()) return copy_id.status();
  if (message.agency_kind() == v1::AGENCY_KIND_UNSPECIFIED) {
    return MalformedField("agency_kind", "it must say what kind of authority looked");
  }
  const domain::AccessPurpose purpose = FromProto(message.purpose());
  const bool unknown = purpose == domain::AccessPurpose::kNone && message.purpose() != v1::ACCESS_PURPOSE_UNSPECIFIED;
  if (!unknown && !IsOfALook(purpose)) return MalformedField("purpose", "nobody finds a copy for this purpose");
  const absl::StatusOr<std::optional<domain::CivilDate>> day = ReadDay("day", message.day());
  if (!day.ok()) return day.status();
  if (!day->has_value()) return MalformedField("day", "it must say on which day");
  return AccessNotice{
      *std::move(issuer), *std::move(recipient), *id, *copy_id, FromProto(message.agency_kind()), purpose, **day};
}

}  // namespace

absl::StatusOr<SignedStatement> SignAccessNotice(const AccessNotice& notice, const crypto::Signer& operations) {
  v1::AccessNotice message;
  WriteFrame(message);
  message.set_issuer(notice.issuer.value());
  message.set_recipient(notice.recipient.value());
  message.set_notice_id(std::string(notice.id.bytes()));
  message.set_copy_id(std::string(notice.copy_id.bytes()));
  message.set_agency_kind(ToProto(notice.agency_kind));
  message.set_purpose(ToProto(notice.purpose));
  message.set_day(notice.day.ToString());
  const std::string payload = Serialise(message);
  if (absl::Status status = ParseAccessNotice(payload).status(); !status.ok()) return status;
  return SignStatement(StatementType::kAccessNotice, payload, operations);
}

absl::StatusOr<Verified<AccessNotice>> VerifyAccessNotice(const TrustStore& trust, std::string_view envelope_bytes,
                                                          const domain::PartyCode& issuer,
                                                          const domain::PartyCode& recipient, domain::UnixTime now) {
  absl::StatusOr<VerifiedStatement> statement =
      VerifyStatement(trust, envelope_bytes, StatementType::kAccessNotice, issuer, now);
  if (!statement.ok()) return statement.status();
  absl::StatusOr<AccessNotice> content = ParseAccessNotice(statement->payload);
  if (!content.ok()) return content.status();
  if (absl::Status status = CheckIssuer(content->issuer, issuer); !status.ok()) return status;
  if (absl::Status status = CheckRecipient(content->recipient, recipient); !status.ok()) return status;
  return Verified<AccessNotice>{*std::move(statement), *std::move(content)};
}

}  // namespace vsx::statement
