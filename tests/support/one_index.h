#ifndef VSX_TESTS_SUPPORT_ONE_INDEX_H_
#define VSX_TESTS_SUPPORT_ONE_INDEX_H_

#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/service/build_index.h"
#include "node/service/index_population.h"

// Of one index what the service does for several.
namespace vsx::test {

inline absl::StatusOr<service::BuiltIndex> BuildOneIndex(const service::NodeContext& node,
                                                         const service::IndexParts& parts,
                                                         const domain::IndexName& name, domain::UnixTime began) {
  return service::BuildIndexes(node, parts, absl::MakeConstSpan(&name, 1), began).front();
}

inline absl::StatusOr<service::IndexPopulation> GatherOnePopulation(const service::NodeContext& node,
                                                                    const store::Snapshot& snapshot,
                                                                    const domain::IndexName& name,
                                                                    domain::UnixTime cut_off) {
  auto populations = service::GatherPopulations(node, snapshot, absl::MakeConstSpan(&name, 1), cut_off);
  if (!populations.ok()) return populations.status();
  return std::move(populations->front());
}

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_ONE_INDEX_H_
