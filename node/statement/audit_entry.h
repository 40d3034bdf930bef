#ifndef VSX_NODE_STATEMENT_AUDIT_ENTRY_H_
#define VSX_NODE_STATEMENT_AUDIT_ENTRY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/access_policy.h"
#include "node/domain/calendar.h"

namespace vsx::statement {

// What one entry of the audit chain says (protocol §8); the chain's numbers and hashes are the store's. It holds no
// name, number, code or date of a person.
struct AuditEntry {
  domain::UnixTime time;
  std::string caller;        // URI SAN, or `node`
  std::string officer_hash;  // keyed hash; empty for the node itself
  std::string method;        // `CheckStatus`
  domain::AccessPurpose purpose = domain::AccessPurpose::kNone;
  std::vector<std::string> case_pseudonyms;  // keyed by each case's key
  std::string outcome;                       // `OK`, an outcome, or the reason of a refusal
  std::string party;                         // the other Party of an exchange; empty otherwise
  std::string intent_hash{};   // of a check's salted intent, 32 bytes, before others are asked; else empty
  bool person_absent = false;  // of a check's outcome

  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

// A serialised v1.AuditEntry, layout version 1. Deterministic.
std::string EncodeAuditEntry(const AuditEntry& entry);

// DATA_LOSS for bytes that are none, of another layout version, or with an intent hash of another size.
absl::StatusOr<AuditEntry> DecodeAuditEntry(std::string_view body);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_AUDIT_ENTRY_H_
