#include "node/statement/check_receipt.h"

#include <algorithm>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/enums.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/statement_fields.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

constexpr size_t kMaxQuotedText = 256;
constexpr int kMaxConsulted = 64;

// What an agency wrote into its own request stands here as it came: visible ASCII, so that paper and terminal show it.
absl::Status CheckText(std::string_view field, std::string_view value) {
  const bool sound = value.size() <= kMaxQuotedText &&
                     std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
  return sound ? absl::OkStatus() : MalformedField(field, "a text has at most 256 visible ASCII characters");
}

absl::Status CheckTexts(const v1::CheckReceipt& message) {
  if (absl::Status status = CheckText("agency", message.agency()); !status.ok()) return status;
  if (absl::Status status = CheckText("officer", message.officer()); !status.ok()) return status;
  if (absl::Status status = CheckText("measure", message.measure()); !status.ok()) return status;
  if (absl::Status status = CheckText("stage", message.stage()); !status.ok()) return status;
  return CheckText("file_number", message.file_number());
}

absl::Status ReadHandles(const v1::CheckReceipt& message, CheckReceipt& receipt) {
  if (message.handle_classes_size() > kMaxConsulted || message.handle_commitments_size() > kMaxConsulted) {
    return MalformedField("handle_commitments", "at most 64 handles can be named");
  }
  for (const int value : message.handle_classes()) {
    const std::optional<domain::HandleClass> cls = FromProto(static_cast<v1::HandleClass>(value));
    if (!cls.has_value()) return MalformedField("handle_classes", "a class is not one that this release knows");
    receipt.handle_classes.push_back(*cls);
  }
  for (const std::string& commitment : message.handle_commitments()) {
    if (absl::Status status = CheckSha256("handle_commitments", commitment); !status.ok()) return status;
    receipt.handle_commitments.push_back(commitment);
  }
  return absl::OkStatus();
}

absl::Status ReadConsultations(const v1::CheckReceipt& message, CheckReceipt& receipt) {
  if (message.consultations_size() > kMaxConsulted || message.member_states_outside_size() > kMaxConsulted) {
    return MalformedField("consultations", "at most 64 States can be named");
  }
  for (const v1::PartyConsultation& line : message.consultations()) {
    absl::StatusOr<domain::PartyCode> party = ReadParty("consultations.party", line.party());
    if (!party.ok()) return party.status();
    const std::optional<domain::ConsultationStatus> status = FromProto(line.status());
    if (!status.has_value()) return MalformedField("consultations.status", "the status is not known to this release");
    if (absl::Status text = CheckText("consultations.reason", line.reason()); !text.ok()) return text;
    domain::ConsultedParty consulted{*std::move(party), *status, line.reason(), std::nullopt, std::nullopt, {}};
    if (line.as_of() > 0) consulted.as_of = domain::UnixTime{line.as_of()};
    if (line.next_capacity_at() > 0) consulted.next_capacity_at = domain::UnixTime{line.next_capacity_at()};
    if (line.epoch() > 0) consulted.epoch = domain::Epoch(line.epoch());
    if (!line.header_sha256().empty()) {
      absl::Status hash = CheckSha256("consultations.header_sha256", line.header_sha256());
      if (!hash.ok()) return hash;
      consulted.header_sha256 = line.header_sha256();
    }
    receipt.consultations.push_back(std::move(consulted));
  }
  for (const std::string& value : message.member_states_outside()) {
    absl::StatusOr<domain::PartyCode> state = ReadParty("member_states_outside", value);
    if (!state.ok()) return state.status();
    receipt.member_states_outside.push_back(*std::move(state));
  }
  // system.md, rule 1: NO_RECORD only where everybody was consulted.
  const bool all_consulted =
      !receipt.consultations.empty() &&
      std::all_of(receipt.consultations.begin(), receipt.consultations.end(), [](const domain::ConsultedParty& line) {
        return line.status == domain::ConsultationStatus::kConsulted;
      });
  if (receipt.outcome == domain::CheckOutcome::kNoRecord && !all_consulted) {
    return MalformedField("outcome", "NO_RECORD stands beside a Party that was not consulted");
  }
  return absl::OkStatus();
}

absl::StatusOr<CheckReceipt> ParseCheckReceipt(std::string_view payload) {
  v1::CheckReceipt message;
  if (absl::Status status = ReadFrame(payload, message); !status.ok()) return status;
  absl::StatusOr<domain::PartyCode> party = ReadParty("party", message.party());
  if (!party.ok()) return party.status();
  const absl::StatusOr<domain::CheckId> id = ReadId<domain::CheckId>("check_id", message.check_id());
  if (!id.ok()) return id.status();
  if (absl::Status status = CheckTexts(message); !status.ok()) return status;
  const absl::StatusOr<domain::UnixTime> checked_at = ReadTime("checked_at", message.checked_at());
  if (!checked_at.ok()) return checked_at.status();
  const absl::StatusOr<domain::UnixTime> valid_until = ReadTime("valid_until", message.valid_until());
  if (!valid_until.ok()) return valid_until.status();
  const std::optional<domain::CheckOutcome> outcome = FromProto(message.outcome());
  if (!outcome.has_value()) return MalformedField("outcome", "the outcome is not one that this release knows");
  CheckReceipt receipt{*std::move(party),
                       *id,
                       message.agency(),
                       message.officer(),
                       message.measure(),
                       message.stage(),
                       message.file_number(),
                       message.person_present(),
                       *checked_at,
                       *valid_until,
                       message.manifest_version(),
                       {},
                       {},
                       *outcome,
                       {},
                       {}};
  if (absl::Status status = ReadHandles(message, receipt); !status.ok()) return status;
  if (absl::Status status = ReadConsultations(message, receipt); !status.ok()) return status;
  if (!message.intent_salt().empty() && message.intent_salt().size() != kCheckSaltSize) {
    return MalformedField("intent_salt", "the salt of an intent has 32 bytes");
  }
  receipt.intent_salt = message.intent_salt();
  return receipt;
}

v1::CheckReceipt ToMessage(const CheckReceipt& receipt) {
  v1::CheckReceipt message;
  WriteFrame(message);
  message.set_party(receipt.party.value());
  message.set_check_id(std::string(receipt.check_id.bytes()));
  message.set_agency(receipt.agency);
  message.set_officer(receipt.officer);
  message.set_measure(receipt.measure);
  message.set_stage(receipt.stage);
  message.set_file_number(receipt.file_number);
  message.set_person_present(receipt.person_present);
  message.set_checked_at(receipt.checked_at.seconds);
  message.set_valid_until(receipt.valid_until.seconds);
  message.set_manifest_version(receipt.manifest_version);
  for (const domain::HandleClass cls : receipt.handle_classes) message.add_handle_classes(ToProto(cls));
  for (const std::string& commitment : receipt.handle_commitments) message.add_handle_commitments(commitment);
  message.set_outcome(ToProto(receipt.outcome));
  for (const domain::ConsultedParty& line : receipt.consultations) {
    v1::PartyConsultation* added = message.add_consultations();
    added->set_party(line.party.value());
    added->set_status(ToProto(line.status));
    added->set_reason(line.reason);
    added->set_as_of(line.as_of.has_value() ? line.as_of->seconds : 0);
    added->set_epoch(line.epoch.has_value() ? line.epoch->number() : 0);
    added->set_header_sha256(line.header_sha256);
    added->set_next_capacity_at(line.next_capacity_at.has_value() ? line.next_capacity_at->seconds : 0);
  }
  for (const domain::PartyCode& state : receipt.member_states_outside) message.add_member_states_outside(state.value());
  message.set_log_state(v1::LOG_STATE_NOT_LOGGED);
  message.set_intent_salt(receipt.intent_salt);
  return message;
}

// The Party that the receipt claims to be of: it decides only whose keys are tried.
absl::StatusOr<domain::PartyCode> ClaimedParty(std::string_view envelope_bytes) {
  const absl::StatusOr<crypto::Envelope> envelope = DecodeEnvelope(envelope_bytes, kMaxStatementBytes);
  if (!envelope.ok()) return envelope.status();
  v1::CheckReceipt message;
  if (envelope->payload_type != PayloadType(StatementType::kCheckReceipt)) {
    return domain::InvalidField("WRONG_STATEMENT_TYPE", "envelope.payload_type", "the statement is no check receipt");
  }
  if (!Parse(envelope->payload, message)) return MalformedField("", "the payload cannot be read");
  return ReadParty("party", message.party());
}

}  // namespace

std::string CheckIntentHash(const CheckReceipt& receipt) {
  return crypto::Sha256Hasher()
      .Update(crypto::LengthPrefixed("vsx/check-intent/v1"))
      .Update(receipt.check_id.bytes())
      .Update(receipt.intent_salt)
      .Update(crypto::LengthPrefixed(receipt.agency))
      .Update(crypto::LengthPrefixed(receipt.officer))
      .Update(crypto::LengthPrefixed(receipt.measure))
      .Update(crypto::LengthPrefixed(receipt.stage))
      .Update(crypto::LengthPrefixed(receipt.file_number))
      .Finish();
}

absl::StatusOr<std::string> HandleCommitmentForReceipt(const domain::CheckId& check_id, std::string_view salt,
                                                       std::string_view handle) {
  if (salt.size() != kCheckSaltSize) return absl::InvalidArgumentError("a salt has 32 bytes");
  if (handle.empty()) return absl::InvalidArgumentError("a handle is not empty");
  return crypto::Sha256Hasher()
      .Update(crypto::LengthPrefixed("vsx/check-handle/v1"))
      .Update(check_id.bytes())
      .Update(salt)
      .Update(crypto::LengthPrefixed(handle))
      .Finish();
}

absl::StatusOr<SignedStatement> SignCheckReceipt(const CheckReceipt& receipt, const crypto::Signer& operations) {
  const std::string payload = Serialise(ToMessage(receipt));
  if (absl::Status status = ParseCheckReceipt(payload).status(); !status.ok()) return status;
  return SignStatement(StatementType::kCheckReceipt, payload, operations);
}

absl::StatusOr<Verified<CheckReceipt>> VerifyCheckReceipt(const TrustStore& trust, std::string_view envelope_bytes,
                                                          domain::UnixTime now) {
  const absl::StatusOr<domain::PartyCode> party = ClaimedParty(envelope_bytes);
  if (!party.ok()) return party.status();
  absl::StatusOr<VerifiedStatement> statement =
      VerifyStatement(trust, envelope_bytes, StatementType::kCheckReceipt, *party, now);
  if (!statement.ok()) return statement.status();
  absl::StatusOr<CheckReceipt> receipt = ParseCheckReceipt(statement->payload);
  if (!receipt.ok()) return receipt.status();
  return Verified<CheckReceipt>{*std::move(statement), *std::move(receipt)};
}

absl::Status VerifyReceiptHandle(const CheckReceipt& receipt, size_t index, std::string_view salt,
                                 std::string_view handle) {
  const absl::StatusOr<std::string> commitment = HandleCommitmentForReceipt(receipt.check_id, salt, handle);
  if (!commitment.ok() || index >= receipt.handle_commitments.size() ||
      receipt.handle_commitments[index] != *commitment) {
    return domain::InvalidField("HANDLE_NOT_IN_RECEIPT", "handle_commitments",
                                "the receipt was not made for this handle with this salt");
  }
  return absl::OkStatus();
}

}  // namespace vsx::statement
