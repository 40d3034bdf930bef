#include "node/statement/audit_entry.h"

#include "node/domain/evaluation.h"
#include "node/statement/enums.h"
#include "node/statement/statement_type.h"
#include "node/statement/wire.h"
#include "vsx/v1/monitoring.pb.h"

namespace vsx::statement {

std::string EncodeAuditEntry(const AuditEntry& entry) {
  v1::AuditEntry message;
  message.set_version(kStatementVersion);
  message.set_time(entry.time.seconds);
  message.set_caller(entry.caller);
  message.set_officer_hash(entry.officer_hash);
  message.set_method(entry.method);
  message.set_purpose(ToProto(entry.purpose));
  for (const std::string& pseudonym : entry.case_pseudonyms) message.add_case_pseudonyms(pseudonym);
  message.set_outcome(entry.outcome);
  message.set_party(entry.party);
  message.set_intent_hash(entry.intent_hash);
  message.set_person_absent(entry.person_absent);
  return Serialise(message);
}

absl::StatusOr<AuditEntry> DecodeAuditEntry(std::string_view body) {
  v1::AuditEntry message;
  if (!Parse(body, message)) return absl::DataLossError("audit entry: the body cannot be read");
  if (message.version() != kStatementVersion) return absl::DataLossError("audit entry: unknown layout version");
  if (!message.intent_hash().empty() && message.intent_hash().size() != domain::kIntentHashSize) {
    return absl::DataLossError("audit entry: an intent hash has 32 bytes");
  }
  return AuditEntry{{message.time()},
                    message.caller(),
                    message.officer_hash(),
                    message.method(),
                    FromProto(message.purpose()),
                    {message.case_pseudonyms().begin(), message.case_pseudonyms().end()},
                    message.outcome(),
                    message.party(),
                    message.intent_hash(),
                    message.person_absent()};
}

}  // namespace vsx::statement
