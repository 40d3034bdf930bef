#include "node/service/audit_recorder.h"

#include "crypto/encoding.h"
#include "crypto/keyed_hash.h"
#include "node/domain/evaluation.h"

namespace vsx::service {

AuditRecorder::AuditRecorder(const crypto::SecretBytes& audit_key, const Clock& clock, store::Engine& engine)
    : audit_key_(audit_key), clock_(clock), engine_(engine) {}

statement::AuditEntry AuditRecorder::EntryOf(const Actor& actor, std::string_view method,
                                             std::string_view outcome) const {
  statement::AuditEntry entry;
  entry.time = clock_.Now();
  entry.caller = actor.uri;
  entry.officer_hash = OfficerHash(actor.agency, actor.officer);
  entry.method = std::string(method);
  entry.purpose = actor.purpose;
  entry.outcome = std::string(outcome);
  return entry;
}

void AuditRecorder::Append(store::WriteBatch& batch, const Actor& actor, std::string_view method,
                           std::string_view outcome, const std::vector<std::string>& case_pseudonyms) const {
  statement::AuditEntry entry = EntryOf(actor, method, outcome);
  entry.case_pseudonyms = case_pseudonyms;
  batch.AppendAudit(statement::EncodeAuditEntry(entry));
}

absl::Status AuditRecorder::Record(const Actor& actor, std::string_view method, std::string_view outcome,
                                   const std::vector<std::string>& case_pseudonyms) const {
  store::WriteBatch batch;
  Append(batch, actor, method, outcome, case_pseudonyms);
  return engine_.Commit(batch);
}

absl::Status AuditRecorder::RecordIntent(const Actor& actor, std::string_view method,
                                         std::string_view intent_hash) const {
  if (intent_hash.size() != domain::kIntentHashSize) {
    return absl::InvalidArgumentError("the hash of an intent has 32 bytes");
  }
  statement::AuditEntry entry = EntryOf(actor, method, "INTENT");
  entry.intent_hash = std::string(intent_hash);
  store::WriteBatch batch;
  batch.AppendAudit(statement::EncodeAuditEntry(entry));
  return engine_.Commit(batch);
}

void AuditRecorder::AppendExchange(store::WriteBatch& batch, std::string_view uri, const domain::PartyCode& party,
                                   std::string_view method, std::string_view outcome,
                                   const std::vector<std::string>& case_pseudonyms) const {
  statement::AuditEntry entry;
  entry.time = clock_.Now();
  entry.caller = uri.empty() ? "node" : std::string(uri);
  entry.method = std::string(method);
  entry.case_pseudonyms = case_pseudonyms;
  entry.outcome = std::string(outcome);
  entry.party = party.value();
  batch.AppendAudit(statement::EncodeAuditEntry(entry));
}

absl::Status AuditRecorder::RecordOwn(std::string_view method, std::string_view outcome) const {
  statement::AuditEntry entry;
  entry.time = clock_.Now();
  entry.caller = "node";
  entry.method = std::string(method);
  entry.outcome = std::string(outcome);
  store::WriteBatch batch;
  batch.AppendAudit(statement::EncodeAuditEntry(entry));
  return engine_.Commit(batch);
}

std::string AuditRecorder::OfficerHash(std::string_view agency, std::string_view officer) const {
  return crypto::KeyedHash(audit_key_, crypto::LengthPrefixed(agency) + crypto::LengthPrefixed(officer));
}

}  // namespace vsx::service
