#ifndef VSX_NODE_SERVICE_INDEX_LAYOUT_H_
#define VSX_NODE_SERVICE_INDEX_LAYOUT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/prf_key.h"
#include "crypto/random_streams.h"
#include "node/domain/index_capacity.h"
#include "node/domain/index_class.h"
#include "node/service/index_population.h"

namespace vsx::service {

// The content of an index file, in the order of the file.
struct IndexLayout {
  std::vector<std::string> records;  // geometry.record_count(), ascending by id
  std::vector<std::string> entries;  // geometry.entry_count(), ascending by tag
  bool complete = false;             // everybody who may be in it is
};

// Lays out one index (protocol §4, order of work 3 and 4): above capacity a uniformly random subset stays; each handle
// string gets entries j = 0, 1, … over the copies that have it, in fresh random order, at most 16; dummies fill the
// rest. Everything drawn for a copy comes from a stream of its own, named by index and copy id, and everything drawn
// for dummies from another: a case that is not in the index shifts no byte of it. Errors: INTERNAL for a copy that does
// not fit a record.
absl::StatusOr<IndexLayout> LayOutIndex(const domain::IndexName& name, const domain::IndexGeometry& geometry,
                                        const crypto::PrfPrivateKey& key, std::vector<IndexedCopy> copies,
                                        bool population_complete, crypto::RandomStreams& streams);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_INDEX_LAYOUT_H_
