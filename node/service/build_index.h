#ifndef VSX_NODE_SERVICE_BUILD_INDEX_H_
#define VSX_NODE_SERVICE_BUILD_INDEX_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "node/domain/index_class.h"
#include "node/service/index_parts.h"
#include "node/service/node_context.h"

namespace vsx::service {

struct BuiltIndex {
  bool is_new = false;  // false: it was published before
  size_t records = 0;   // of cases, of a new one
  size_t capacity = 0;
  size_t unreadable = 0;  // cases that may have to be in it and cannot be read
  bool complete = false;
};

// Builds one index whole and publishes it once (protocol §4): the file is on the medium, then its signed header stands
// in the catalogue, where there is never a second one. What a crash left without header is thrown away and built anew;
// an index that has a header is left as it is. It holds what consent allows now: call at the cut-off, or later where a
// node begins late. `began`: when the pass began that builds all indexes of the epoch; it, not the moment at which this
// one is built, is what the header says (EpochPlan::AsOf). Errors: FAILED_PRECONDITION, SEED_UNAVAILABLE, when other
// indexes of the epoch are published already and the seed is gone; ABORTED when another builder was faster; those of
// the store, the vault, the folder and the signer.
absl::StatusOr<BuiltIndex> BuildIndex(const NodeContext& node, const IndexParts& parts, const domain::IndexName& name,
                                      domain::UnixTime began);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_BUILD_INDEX_H_
