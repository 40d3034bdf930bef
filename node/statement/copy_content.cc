#include "node/statement/copy_content.h"

#include <algorithm>
#include <utility>

#include "crypto/hash.h"
#include "node/statement/enums.h"
#include "node/statement/statement_fields.h"

namespace vsx::statement {
namespace {

using domain::Purpose;

constexpr size_t kMaxText = 256;
constexpr int kMaxCodes = 16;
constexpr int kMaxNames = 8;

// The field table of §2: what stands in a copy beside its first row.
struct Allowed {
  bool assessor = false;
  bool handling = false;
  bool identity = false;
};

std::optional<Allowed> FieldsOf(Purpose purpose) {
  switch (purpose) {
    case Purpose::kNotifyLevel1:
      return Allowed{};
    case Purpose::kNotifyLevel2:
      return Allowed{.assessor = true, .handling = false, .identity = true};
    case Purpose::kProtectiveCheck:
    case Purpose::kConsularAssistance:
    case Purpose::kPresented:
      return Allowed{.assessor = true, .handling = true, .identity = false};
    default:
      return std::nullopt;
  }
}

absl::Status CheckFieldTable(const v1::AttestationCopy& message, const Allowed& allowed) {
  const bool assessor = message.authority_kind() != v1::AGENCY_KIND_UNSPECIFIED || !message.qualified_role().empty();
  if (assessor && !allowed.assessor)
    return MalformedField("authority_kind", "a copy for this purpose has no such field");
  const bool handling = !message.instrument_codes().empty() || message.follow_up_allowed() ||
                        message.access_notice_wanted() || !message.adult_from().empty();
  if (handling && !allowed.handling) return MalformedField("adult_from", "a copy for this purpose has no such field");
  const bool identity =
      message.has_identity() || message.has_definition_elements() || !message.child_accommodation().empty();
  if (identity && !allowed.identity) return MalformedField("identity", "a copy for this purpose has no such field");
  return absl::OkStatus();
}

// No control characters: what a peer wrote is shown on terminals and paper. UTF-8 itself is protobuf's rule.
bool IsShowable(std::string_view text) {
  if (text.size() > kMaxText) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7f) return false;
    const bool c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c1) return false;
  }
  return true;
}

absl::Status CheckIdentity(const v1::PersonIdentity& identity) {
  if (identity.names_size() > kMaxNames || identity.documents_size() > kMaxNames) {
    return MalformedField("identity", "at most 8 names and 8 documents can be named");
  }
  for (const v1::PersonName& name : identity.names()) {
    if (name.text().empty() || !IsShowable(name.text())) {
      return MalformedField("identity.names", "a name has 1 to 256 bytes without control characters");
    }
  }
  for (const v1::Document& document : identity.documents()) {
    if (!IsShowable(document.code()) || !IsShowable(document.issuing_state()) || !IsShowable(document.number())) {
      return MalformedField("identity.documents", "a document's fields have at most 256 bytes, no control characters");
    }
  }
  if (!identity.birth_date().empty() && !domain::PartialDate::Parse(identity.birth_date()).ok()) {
    return MalformedField("identity.birth_date", "a birth date is written YYYY-MM-DD, YYYY-MM or YYYY");
  }
  return absl::OkStatus();
}

absl::Status CheckCodes(std::string_view field, const google::protobuf::RepeatedPtrField<std::string>& codes) {
  const bool sound = codes.size() <= kMaxCodes && std::all_of(codes.begin(), codes.end(), [](const std::string& code) {
                       return domain::Code::Create(code).ok();
                     });
  return sound ? absl::OkStatus() : MalformedField(field, "at most 16 codes can be listed, each one word");
}

// The fields that are only shown.
absl::Status CheckShownFields(const v1::AttestationCopy& message) {
  if (absl::Status status = ReadCode("qualified_role", message.qualified_role()).status(); !status.ok()) return status;
  if (absl::Status status = CheckCodes("instrument_codes", message.instrument_codes()); !status.ok()) return status;
  absl::Status accommodation = ReadCode("child_accommodation", message.child_accommodation()).status();
  if (!accommodation.ok()) return accommodation;
  const v1::DefinitionElements& elements = message.definition_elements();
  for (const auto* codes : {&elements.acts(), &elements.means(), &elements.purposes()}) {
    if (absl::Status status = CheckCodes("definition_elements", *codes); !status.ok()) return status;
  }
  return CheckIdentity(message.identity());
}

absl::Status CheckCommitments(const v1::AttestationCopy& message) {
  const auto& commitments = message.handle_commitments();
  const bool sound = commitments.size() == kHandleCommitments &&
                     std::all_of(commitments.begin(), commitments.end(), [](const std::string& commitment) {
                       return commitment.size() == crypto::kSha256Size;
                     });
  return sound ? absl::OkStatus() : MalformedField("handle_commitments", "a copy has exactly 8 of 32 bytes each");
}

// Days and desk of the first row.
absl::Status ReadDays(const v1::AttestationCopy& message, CopyContent& copy) {
  const auto read = [](std::string_view field, const std::string& value, std::optional<domain::CivilDate>& into) {
    absl::StatusOr<std::optional<domain::CivilDate>> day = ReadDay(field, value);
    if (!day.ok()) return day.status();
    into = *day;
    return absl::OkStatus();
  };
  absl::Status status = read("date_identified", message.date_identified(), copy.date_identified);
  if (status.ok()) status = read("review_by", message.review_by(), copy.review_by);
  if (status.ok()) status = read("adult_from", message.adult_from(), copy.adult_from);
  if (!status.ok()) return status;
  absl::StatusOr<std::optional<domain::Code>> desk = ReadCode("contact_desk_id", message.contact_desk_id());
  if (!desk.ok()) return desk.status();
  copy.contact_desk_id = *std::move(desk);
  return absl::OkStatus();
}

}  // namespace

domain::AgeClass CopyContent::AgeClassOn(const domain::CivilDate& day) const {
  if (age_class == domain::AgeClass::kAdult) return age_class;
  if (adult_from.has_value() && day >= *adult_from) return domain::AgeClass::kAdult;
  return age_class == domain::AgeClass::kUnknown ? domain::AgeClass::kPresumedChild : age_class;
}

absl::StatusOr<CopyContent> ParseCopy(std::string_view payload) {
  v1::AttestationCopy message;
  if (absl::Status status = ReadFrame(payload, message); !status.ok()) return status;
  message.DiscardUnknownFields();
  const Purpose purpose = FromProto(message.purpose());
  const std::optional<Allowed> allowed = FieldsOf(purpose);
  if (!allowed.has_value()) {
    return domain::InvalidField("PURPOSE_REFUSED", "purpose", "no copy is made for this purpose");
  }
  absl::StatusOr<domain::PartyCode> issuer = ReadParty("issuer", message.issuer());
  if (!issuer.ok()) return issuer.status();
  absl::StatusOr<domain::PartyCode> recipient = ReadParty("recipient", message.recipient());
  if (!recipient.ok()) return recipient.status();
  const absl::StatusOr<domain::CopyId> copy_id = ReadId<domain::CopyId>("copy_id", message.copy_id());
  if (!copy_id.ok()) return copy_id.status();
  std::optional<domain::CopyId> replaces;
  if (!message.replaces_copy_id().empty()) {
    const absl::StatusOr<domain::CopyId> id = ReadId<domain::CopyId>("replaces_copy_id", message.replaces_copy_id());
    if (!id.ok()) return id.status();
    replaces = *id;
  }
  const absl::StatusOr<std::optional<domain::CivilDate>> signed_on = ReadDay("signed_on", message.signed_on());
  if (!signed_on.ok()) return signed_on.status();
  if (!signed_on->has_value()) return MalformedField("signed_on", "the day of signing is missing");

  CopyContent copy{*std::move(issuer),
                   *std::move(recipient),
                   purpose,
                   *copy_id,
                   replaces,
                   **signed_on,
                   FromProto(message.status()),
                   FromProto(message.age_class()),
                   FromProto(message.capacity()),
                   std::nullopt,
                   std::nullopt,
                   std::nullopt,
                   std::nullopt,
                   message.access_notice_wanted(),
                   {}};
  if (absl::Status status = ReadDays(message, copy); !status.ok()) return status;
  if (absl::Status status = CheckFieldTable(message, *allowed); !status.ok()) return status;
  if (absl::Status status = CheckShownFields(message); !status.ok()) return status;
  if (absl::Status status = CheckCommitments(message); !status.ok()) return status;
  copy.message = std::move(message);
  return copy;
}

}  // namespace vsx::statement
