#ifndef VSX_NODE_SERVICE_RECONCILE_COPIES_H_
#define VSX_NODE_SERVICE_RECONCILE_COPIES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/case_record.h"
#include "node/domain/party_code.h"
#include "node/service/node_context.h"
#include "store/case_store.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::service {

// What a change did to the deliveries of a case.
struct CopyChanges {
  std::vector<domain::PartyCode> queued_for;              // a delivery was queued
  std::vector<domain::PartyCode> stopped_before_sending;  // deleted before any byte left
  std::vector<domain::PartyCode> recalled;                // delivered, or may have arrived: a withdrawal is queued
  bool any = false;                                       // anything was written at all

  // What a change did to another case too; each Party once.
  void Add(const CopyChanges& other);
};

// A case together with the own cases that share an exact handle with it: an objection in one binds all (protocol §2).
struct CaseFamily {
  store::LoadedCase subject;
  std::vector<store::UnkeyedCase> linked;
  // Linked cases that cannot be read, and are not among them: abroad they count as objections (RecordsOf).
  size_t unreadable = 0;
};

// Errors: NOT_FOUND for no such case; DATA_LOSS where the case itself cannot be read.
absl::StatusOr<CaseFamily> LoadFamily(const NodeContext& node, const store::Snapshot& snapshot,
                                      const domain::CaseId& id);

// Brings signed copies and deliveries of one case in line with what the consent policy now allows, and nothing else
// ever does: whatever leaves the node was made here, from a domain::PermittedCopy (protocol §2, §5).
//   - a copy newly allowed, or whose content changed, is signed; one no longer allowed is deleted;
//   - sending Parties get a notification when what they should have differs from what they were sent;
//   - a delivery that must no longer go is stopped if no byte has left, else recalled by a withdrawal that goes only to
//     Parties that may have something.
//   - where a delivery of the case cannot be read, whatever is signed for its Party may be there, and is recalled too.
// `after` is the changed record (its next_delivery moves on); `linked` the records of the other cases as they are now.
// Everything goes into `batch`, the record itself included, so that the caller's change and this stand or fall
// together.
absl::StatusOr<CopyChanges> ReconcileCopies(const NodeContext& node, const store::Snapshot& snapshot,
                                            const store::LoadedCase& before, domain::CaseRecord& after,
                                            const std::vector<const domain::CaseRecord*>& linked,
                                            store::WriteBatch& batch);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_RECONCILE_COPIES_H_
