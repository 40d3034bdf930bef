#ifndef VSX_NODE_DOMAIN_CASE_RECORD_H_
#define VSX_NODE_DOMAIN_CASE_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "node/domain/attestation.h"
#include "node/domain/calendar.h"
#include "node/domain/consent_record.h"
#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/domain/revocation.h"

// A case as its own node keeps it, as plain data.
namespace vsx::domain {

struct StatusChange {
  CaseStatus status = CaseStatus::kPresumed;
  UnixTime changed_at{};
};

struct CaseRevocation {
  RevocationReason reason = RevocationReason::kIssuedInError;
  UnixTime revoked_at{};
  std::string second_officer_hash{};  // keyed; empty where none was needed
  UnixTime appeal_ended_at{};         // of a negative assessment
};

// One link of a case's consent chain: hash = SHA-256(LP("vsx/consent/v1") ‖ case id ‖ u32be(number) ‖ previous hash ‖
// LP(encoded record)); 32 zero bytes come before the first.
struct ConsentEntry {
  uint32_t number = 0;  // from 1
  ConsentRecord record;
  std::string previous_hash{};
  std::string hash{};
};

// A copy that consent allowed once, as signed (protocol §2): kept until replaced, never re-made.
struct SignedCopy {
  CopyId id;
  PartyCode recipient;
  Purpose purpose;
  std::string replaces{};        // 16 bytes: the recipient's earlier copy that this one replaces; empty if none
  std::string content_digest{};  // 32 bytes over what was permitted: a different digest means a new copy
  std::string envelope{};
  std::string payload_sha256{};
  std::vector<Opening> openings{};  // of every handle committed to
  UnixTime signed_at{};
};

// The row of a case that every change of it rewrites, so that two changes at once cannot both pass.
struct CaseRecord {
  CaseId id;
  uint64_t version = 1;  // grows by one with each change
  UnixTime registered_at{};
  CaseFacts facts{};
  std::vector<StatusChange> history{};     // oldest first
  uint32_t consent_number = 0;             // 0: she was not asked yet
  std::optional<ConsentRecord> consent{};  // the newest record, which alone decides
  std::string consent_hash{};              // of its entry
  uint64_t next_delivery = 1;              // case_sequence of the next delivery
  std::optional<CaseRevocation> revocation{};
  uint32_t reference_code_count = 0;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CASE_RECORD_H_
