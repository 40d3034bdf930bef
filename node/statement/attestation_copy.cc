#include "node/statement/attestation_copy.h"

#include <algorithm>
#include <utility>

#include "crypto/handle_commitment.h"
#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/domain/handle.h"
#include "node/statement/enums.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/sign_statement.h"
#include "node/statement/statement_fields.h"

namespace vsx::statement {
namespace {

constexpr size_t kSortKeySize = 16;

template <typename T>
std::string TextOf(const std::optional<T>& day) {
  return day.has_value() ? day->ToString() : std::string();
}

std::string CodeOf(const std::optional<domain::Code>& code) { return code.has_value() ? code->value() : std::string(); }

void WriteIdentity(const domain::PermittedCopy::Identity& identity, v1::AttestationCopy& message) {
  v1::PersonIdentity* person = message.mutable_identity();
  for (const domain::PersonName& name : identity.names) {
    v1::PersonName* added = person->add_names();
    added->set_text(name.text);
    added->set_mark(ToProto(name.mark));
  }
  person->set_birth_date(TextOf(identity.birth_date));
  for (const domain::IdentityDocument& document : identity.documents) {
    v1::Document* added = person->add_documents();
    added->set_code(document.code);
    added->set_issuing_state(document.issuing_state);
    added->set_number(document.number);
    added->set_mark(ToProto(document.mark));
  }
  message.set_child_accommodation(CodeOf(identity.child_accommodation));
  v1::DefinitionElements* elements = message.mutable_definition_elements();
  for (const domain::Code& code : identity.definition_elements.acts) elements->add_acts(code.value());
  for (const domain::Code& code : identity.definition_elements.means) elements->add_means(code.value());
  for (const domain::Code& code : identity.definition_elements.purposes) elements->add_purposes(code.value());
}

v1::AttestationCopy ToMessage(const domain::PermittedCopy& permitted, const CopySigningInput& input) {
  v1::AttestationCopy message;
  WriteFrame(message);
  message.set_issuer(input.issuer.value());
  message.set_recipient(permitted.recipient().value());
  message.set_purpose(ToProto(permitted.purpose()));
  message.set_copy_id(std::string(input.copy_id.bytes()));
  if (input.replaces.has_value()) message.set_replaces_copy_id(std::string(input.replaces->bytes()));
  message.set_signed_on(input.signed_on.ToString());
  message.set_status(ToProto(permitted.status()));
  message.set_age_class(ToProto(permitted.age_class()));
  message.set_capacity(ToProto(permitted.capacity()));
  message.set_date_identified(TextOf(permitted.date_identified()));
  message.set_review_by(TextOf(permitted.review_by()));
  message.set_contact_desk_id(CodeOf(permitted.contact_desk_id()));
  if (permitted.assessor().has_value()) {
    message.set_authority_kind(ToProto(permitted.assessor()->authority_kind));
    message.set_qualified_role(CodeOf(permitted.assessor()->qualified_role));
  }
  if (permitted.handling().has_value()) {
    for (const domain::Code& code : permitted.handling()->instrument_codes) message.add_instrument_codes(code.value());
    message.set_follow_up_allowed(permitted.handling()->follow_up_allowed);
    message.set_access_notice_wanted(permitted.handling()->access_notice_wanted);
    message.set_adult_from(TextOf(permitted.handling()->adult_from));
  }
  if (permitted.identity().has_value()) WriteIdentity(*permitted.identity(), message);
  return message;
}

struct Slot {
  std::string sort_key;
  std::string commitment;
  std::optional<domain::Opening> opening;  // empty: unused, random
};

absl::StatusOr<Slot> MakeSlot(const domain::CopyId& copy_id, const domain::MarkedHandle& marked,
                              crypto::RandomSource& random) {
  domain::Opening opening;
  opening.handle_class = static_cast<uint8_t>(marked.handle.cls());
  opening.mark = static_cast<uint8_t>(marked.mark);
  opening.salt = random.Bytes(crypto::kHandleSaltSize);
  opening.handle = marked.handle.canonical();
  absl::StatusOr<std::string> commitment = crypto::HandleCommitment(
      copy_id.bytes(), domain::HandleClassName(marked.handle.cls()), opening.mark, opening.salt, opening.handle);
  if (!commitment.ok()) return commitment.status();
  return Slot{random.Bytes(kSortKeySize), *std::move(commitment), std::move(opening)};
}

// Eight slots in random order: the position of a handle says nothing.
absl::StatusOr<std::vector<Slot>> MakeSlots(const domain::CopyId& copy_id,
                                            const std::vector<domain::MarkedHandle>& handles,
                                            crypto::RandomSource& random) {
  if (handles.size() > kHandleCommitments) {
    return domain::InvalidField("TOO_MANY_HANDLES", "handles", "a case has at most 8 handles");
  }
  std::vector<Slot> slots;
  for (const domain::MarkedHandle& marked : handles) {
    absl::StatusOr<Slot> slot = MakeSlot(copy_id, marked, random);
    if (!slot.ok()) return slot.status();
    slots.push_back(*std::move(slot));
  }
  while (slots.size() < kHandleCommitments) {
    std::string unused = random.Bytes(crypto::kSha256Size);
    slots.push_back({random.Bytes(kSortKeySize), std::move(unused), std::nullopt});
  }
  std::sort(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) { return a.sort_key < b.sort_key; });
  for (size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].opening.has_value()) slots[i].opening->slot = static_cast<uint8_t>(i);
  }
  return slots;
}

bool PurposeUses(domain::Purpose purpose, domain::HandleClass cls) {
  switch (purpose) {
    case domain::Purpose::kNotifyLevel2:
    case domain::Purpose::kProtectiveCheck:
    case domain::Purpose::kConsularAssistance:
      return cls != domain::HandleClass::kReference;
    case domain::Purpose::kPresented:
      return cls == domain::HandleClass::kReference;
    default:
      return false;
  }
}

}  // namespace

absl::StatusOr<SignedCopy> SignAttestationCopy(const domain::PermittedCopy& permitted, const CopySigningInput& input,
                                               crypto::RandomSource& random, const crypto::Signer& attestation) {
  v1::AttestationCopy message = ToMessage(permitted, input);
  absl::StatusOr<std::vector<Slot>> slots = MakeSlots(input.copy_id, permitted.handles(), random);
  if (!slots.ok()) return slots.status();
  SignedCopy copy;
  for (Slot& slot : *slots) {
    message.add_handle_commitments(std::move(slot.commitment));
    if (slot.opening.has_value()) copy.openings.push_back(*std::move(slot.opening));
  }
  const std::string payload = Serialise(message);
  if (absl::Status status = ParseCopy(payload).status(); !status.ok()) return status;
  absl::StatusOr<SignedStatement> statement = SignStatement(StatementType::kAttestationCopy, payload, attestation);
  if (!statement.ok()) return statement.status();
  if (statement->envelope.size() > kMaxCopyEnvelopeBytes) {
    return domain::InvalidField("COPY_TOO_LARGE", "",
                                "what would travel is larger than 2,048 bytes; shorten names or list fewer");
  }
  copy.envelope = std::move(statement->envelope);
  copy.payload_sha256 = std::move(statement->payload_sha256);
  return copy;
}

absl::StatusOr<VerifiedCopy> VerifyAttestationCopy(const TrustStore& trust, std::string_view envelope_bytes,
                                                   const domain::PartyCode& issuer, const domain::PartyCode& recipient,
                                                   domain::UnixTime now) {
  absl::StatusOr<VerifiedStatement> statement =
      VerifyStatement(trust, envelope_bytes, StatementType::kAttestationCopy, issuer, now);
  if (!statement.ok()) return statement.status();
  absl::StatusOr<CopyContent> copy = ParseCopy(statement->payload);
  if (!copy.ok()) return copy.status();
  if (absl::Status status = CheckIssuer(copy->issuer, issuer); !status.ok()) return status;
  if (absl::Status status = CheckRecipient(copy->recipient, recipient); !status.ok()) return status;
  return VerifiedCopy{*std::move(statement), *std::move(copy)};
}

absl::Status VerifyOpening(const CopyContent& copy, const domain::Opening& opening) {
  const auto invalid = [](std::string_view message) {
    return domain::InvalidField("OPENING_INVALID", "openings", message);
  };
  if (opening.slot >= kHandleCommitments) return invalid("a slot is 0 to 7");
  const absl::StatusOr<domain::Handle> handle = domain::Handle::FromCanonical(opening.handle);
  if (!handle.ok() || static_cast<uint8_t>(handle->cls()) != opening.handle_class) {
    return invalid("the handle is not a canonical one of its class");
  }
  if (!PurposeUses(copy.purpose, handle->cls())) return invalid("the copy's purpose uses no handle of this class");
  const absl::StatusOr<std::string> commitment = crypto::HandleCommitment(
      copy.copy_id.bytes(), domain::HandleClassName(handle->cls()), opening.mark, opening.salt, opening.handle);
  if (!commitment.ok() || *commitment != copy.message.handle_commitments(opening.slot)) {
    return invalid("it does not open its slot");
  }
  return absl::OkStatus();
}

}  // namespace vsx::statement
