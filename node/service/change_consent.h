#ifndef VSX_NODE_SERVICE_CHANGE_CONSENT_H_
#define VSX_NODE_SERVICE_CHANGE_CONSENT_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/case_record.h"
#include "node/domain/consent_amendment.h"
#include "node/domain/consent_preview.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"
#include "node/service/reconcile_copies.h"

namespace vsx::service {

struct ChangedConsent {
  uint32_t number = 0;
  std::vector<domain::ConsentPreviewLine> before;  // every Party in force and purpose, own Party first
  std::vector<domain::ConsentPreviewLine> after;   // the same cells in the same order
  CopyChanges changes;                             // of this case, and of linked ones of which the caller may learn
};

// The consent interview and what follows from it (flows 2, 3 and 6). Each call writes the new record, what it stops and
// what it sends in one batch; cases that share an exact handle are brought in line in the same batch. A linked case
// that cannot be read counts as an objection abroad, is left as it is, and the audit log says OWN_RECORDS_UNREADABLE.
// Errors: NOT_FOUND CASE_UNKNOWN; ABORTED CONSENT_CHANGED when `expected_number` is not the newest; INVALID_ARGUMENT
// PARTY_UNKNOWN for a Party that is not among KnownParties; those of domain::AmendConsent and
// domain::ValidateConsentRecord.

// Records an interview: the first one, or the whole interview held again, in which denies and fears stand until they
// are expressly lifted.
absl::StatusOr<ChangedConsent> RecordConsent(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                             const domain::ConsentRecord& interview, uint32_t expected_number);

// Adds to and lifts from what stands; with `preview_only` nothing is saved.
absl::StatusOr<ChangedConsent> AmendConsent(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                            const domain::Amendment& amendment, uint32_t expected_number,
                                            bool preview_only);

// The person objects to sharing with `parties`, or, if there are none, with every Party abroad.
absl::StatusOr<ChangedConsent> WithdrawConsent(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                               const std::vector<domain::PartyCode>& parties, bool reference_code_too);

// What an interview would mean; nothing is saved.
absl::StatusOr<std::vector<domain::ConsentPreviewLine>> PreviewConsent(const NodeContext& node, const Actor& actor,
                                                                       const domain::CaseId& id,
                                                                       const domain::ConsentRecord& interview);

// The effects of the consent in force.
std::vector<domain::ConsentPreviewLine> EffectsInForce(const NodeContext& node, const domain::CaseRecord& record,
                                                       const std::vector<const domain::CaseRecord*>& linked);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CHANGE_CONSENT_H_
