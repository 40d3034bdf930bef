#ifndef VSX_NODE_SERVICE_CASE_ACCESS_H_
#define VSX_NODE_SERVICE_CASE_ACCESS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/case_record.h"
#include "node/domain/consent_policy.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"
#include "node/service/reconcile_copies.h"
#include "store/case_store.h"
#include "store/snapshot.h"

// What the use cases on one own case share.
namespace vsx::service {

// Whether this caller may learn of the case at all: `protected` leaves it to the agencies named (protocol §2).
bool MayLearnOf(const Actor& actor, const domain::CaseRecord& record);

// LoadFamily, with NOT_FOUND CASE_UNKNOWN (field case_id) for a case that does not exist or that the caller may not
// learn of; either attempt stands in the audit log, for the overseer, before it is answered, so that neither is
// answered sooner than the other.
absl::StatusOr<CaseFamily> LoadFamilyOrSay(const NodeContext& node, const store::Snapshot& snapshot, const Actor& actor,
                                           domain::Method method, const domain::CaseId& id);

// A refusal, with its reason, that tells something of what the case holds: it stands in the audit log before it is
// answered (system.md, rule 7). Gives it back, or the error that kept it from the log. What has no reason is no answer
// about the case, and is given back as it is.
absl::Status RecordRefusal(const NodeContext& node, const Actor& actor, domain::Method method,
                           const store::LoadedCase& of, const absl::Status& refusal);

// What another case means for this one. Borrows the other record.
domain::LinkedCase LinkTo(const domain::CaseRecord& subject, const domain::CaseRecord& other);

// Whether the person is surely 18 or older; whom the authority presumes to be a child is not, whatever a document says.
bool IsAdultOn(const domain::CaseFacts& facts, const domain::CivilDate& day);

// Borrows the linked records; where some cannot be read, one more that objects to every Party abroad (consent fails
// closed) and takes nothing away at home.
std::vector<const domain::CaseRecord*> RecordsOf(const CaseFamily& family);
std::vector<const domain::CaseRecord*> RecordsOf(const std::vector<store::UnkeyedCase>& linked, size_t unreadable);

// The consent record in force: the newest, or one that says that she was not asked.
const domain::ConsentRecord& ConsentInForce(const domain::CaseRecord& record);

// Tells who sends deliveries that these Parties have something waiting.
void WakeAll(const NodeContext& node, const std::vector<domain::PartyCode>& parties);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CASE_ACCESS_H_
