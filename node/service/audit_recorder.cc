#include "node/service/audit_recorder.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/keyed_hash.h"
#include "node/domain/evaluation.h"

namespace vsx::service {
namespace {

// So that no entry is larger than a page of the log may be, however many cases a call touches.
constexpr size_t kMostPseudonymsOfAnEntry = 256;

// The entry; where there are more cases than one holds, several that differ in nothing else.
void AppendWithCases(statement::AuditEntry entry, const std::vector<std::string>& case_pseudonyms,
                     store::WriteBatch& batch) {
  size_t first = 0;
  do {
    const size_t last = std::min(case_pseudonyms.size(), first + kMostPseudonymsOfAnEntry);
    entry.case_pseudonyms.assign(case_pseudonyms.begin() + static_cast<std::ptrdiff_t>(first),
                                 case_pseudonyms.begin() + static_cast<std::ptrdiff_t>(last));
    batch.AppendAudit(statement::EncodeAuditEntry(entry));
    first = last;
  } while (first < case_pseudonyms.size());
}

absl::Status CheckIntentSize(std::string_view hash) {
  if (hash.size() == domain::kIntentHashSize) return absl::OkStatus();
  return absl::InvalidArgumentError("the hash of an intent has 32 bytes");
}

}  // namespace

AuditRecorder::AuditRecorder(const crypto::SecretBytes& audit_key, const Clock& clock, store::Engine& engine)
    : audit_key_(audit_key), clock_(clock), engine_(engine) {}

statement::AuditEntry AuditRecorder::OwnEntry(std::string_view method, std::string_view outcome) const {
  statement::AuditEntry entry;
  entry.time = clock_.Now();
  entry.caller = "node";
  entry.method = std::string(method);
  entry.outcome = std::string(outcome);
  return entry;
}

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
  AppendWithCases(EntryOf(actor, method, outcome), case_pseudonyms, batch);
}

void AuditRecorder::AppendCheck(store::WriteBatch& batch, const Actor& actor, std::string_view method,
                                std::string_view outcome, const std::vector<std::string>& case_pseudonyms,
                                bool person_present) const {
  statement::AuditEntry entry = EntryOf(actor, method, outcome);
  entry.person_absent = !person_present;
  AppendWithCases(std::move(entry), case_pseudonyms, batch);
}

absl::Status AuditRecorder::Record(const Actor& actor, std::string_view method, std::string_view outcome,
                                   const std::vector<std::string>& case_pseudonyms) const {
  store::WriteBatch batch;
  Append(batch, actor, method, outcome, case_pseudonyms);
  return engine_.Commit(batch);
}

absl::Status AuditRecorder::RecordIntent(const Actor& actor, std::string_view method,
                                         std::string_view intent_hash) const {
  if (absl::Status sound = CheckIntentSize(intent_hash); !sound.ok()) return sound;
  statement::AuditEntry entry = EntryOf(actor, method, "INTENT");
  entry.intent_hash = std::string(intent_hash);
  store::WriteBatch batch;
  batch.UseHalfOfReservedSpace();  // as the outcome that follows it
  batch.AppendAudit(statement::EncodeAuditEntry(entry));
  return engine_.Commit(batch);
}

absl::Status AuditRecorder::RecordCoverIntent(std::string_view intent_hash) const {
  if (absl::Status sound = CheckIntentSize(intent_hash); !sound.ok()) return sound;
  statement::AuditEntry entry = OwnEntry("CoverCheck", "INTENT");
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
  entry.outcome = std::string(outcome);
  entry.party = party.value();
  AppendWithCases(std::move(entry), case_pseudonyms, batch);
}

absl::Status AuditRecorder::RecordExchange(std::string_view uri, const domain::PartyCode& party,
                                           std::string_view method, std::string_view outcome) const {
  store::WriteBatch batch;
  AppendExchange(batch, uri, party, method, outcome, {});
  return engine_.Commit(batch);
}

absl::Status AuditRecorder::RecordOwn(std::string_view method, std::string_view outcome) const {
  store::WriteBatch batch;
  batch.AppendAudit(statement::EncodeAuditEntry(OwnEntry(method, outcome)));
  return engine_.Commit(batch);
}

absl::Status AuditRecorder::RecordAboutAgency(std::string_view agency_uri, std::string_view officer_hash,
                                              std::string_view method, std::string_view outcome) const {
  statement::AuditEntry entry = OwnEntry(method, outcome);
  entry.caller = std::string(agency_uri);
  entry.officer_hash = std::string(officer_hash);
  store::WriteBatch batch;
  batch.AppendAudit(statement::EncodeAuditEntry(entry));
  return engine_.Commit(batch);
}

std::string AuditRecorder::OfficerHash(std::string_view agency, std::string_view officer) const {
  return crypto::KeyedHash(audit_key_, crypto::LengthPrefixed(agency) + crypto::LengthPrefixed(officer));
}

std::string AuditRecorder::AgencyHash(std::string_view agency_uri) const {
  return crypto::KeyedHash(audit_key_, crypto::LengthPrefixed(agency_uri));
}

}  // namespace vsx::service
