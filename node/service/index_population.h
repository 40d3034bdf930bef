#ifndef VSX_NODE_SERVICE_INDEX_POPULATION_H_
#define VSX_NODE_SERVICE_INDEX_POPULATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/index_class.h"
#include "node/service/node_context.h"

namespace vsx::service {

// A signed copy that goes into an index, with what opens its handles.
struct IndexedCopy {
  domain::CopyId id;
  std::string envelope;
  std::vector<domain::Opening> openings;
};

struct IndexPopulation {
  std::vector<IndexedCopy> copies;
  // Cases that consent allows and of which no copy was signed for this index yet: ReconsiderCase signs it.
  std::vector<domain::CaseId> unsigned_cases;
  // Cases that cannot be read: they may have to be in the index and are not, so that it is not complete.
  size_t unreadable = 0;
};

// What consent allows to be in each of these indexes of one epoch at this moment (protocol §4, order of work 1 and 2),
// in their order: of every own case the signed copy for that recipient and class, if the policy allows it and the copy
// has a handle of the class. A case is opened once for all of them, and once the policy has said no for all, nothing
// more of it is read. A revoked case stays where it was: its revocation is not in force abroad while nothing is logged
// (§6). Errors: those of the store.
absl::StatusOr<std::vector<IndexPopulation>> GatherPopulations(const NodeContext& node, const store::Snapshot& snapshot,
                                                               absl::Span<const domain::IndexName> names,
                                                               domain::UnixTime cut_off);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_INDEX_POPULATION_H_
