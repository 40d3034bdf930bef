#ifndef VSX_NODE_SERVICE_BUILD_INDEX_H_
#define VSX_NODE_SERVICE_BUILD_INDEX_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
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

// How many copies are held at once, about 64 MiB of them; those of one index at least.
inline constexpr size_t kMostCopiesAtOnce = 16'384;

// What became of each of the indexes, in their order.
using BuiltIndexes = std::vector<absl::StatusOr<BuiltIndex>>;

// Builds own indexes of one epoch, each whole, and publishes each once (protocol §4): the file is on the medium, then
// its signed header stands in the catalogue, where there is never a second one. What a crash left without header is
// thrown away and built anew; an index that has a header is left as it is. They hold what consent allows now: call at
// the cut-off, or later where a node begins late. A case is opened once for as many indexes as `most_copies` allows.
// `began`: when the pass began that builds all indexes of the epoch; it, not the moment at which one is built, is what
// the header says (EpochPlan::AsOf). Errors, of each index: FAILED_PRECONDITION, SEED_UNAVAILABLE, when others of the
// epoch are published already and the seed is gone, or the epoch has ended; CANCELLED once `stop`, which is asked
// before each, is true; ABORTED when another builder was faster; those of the store, the vault, the folder and the
// signer.
BuiltIndexes BuildIndexes(const NodeContext& node, const IndexParts& parts, absl::Span<const domain::IndexName> names,
                          domain::UnixTime began, size_t most_copies = kMostCopiesAtOnce,
                          const std::function<bool()>& stop = {});

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_BUILD_INDEX_H_
