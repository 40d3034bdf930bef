#include "node/domain/index_capacity.h"

#include <algorithm>

#include "absl/status/status.h"

namespace vsx::domain {
namespace {

constexpr size_t kRecordsOfStepZero = 1'024;

}  // namespace

absl::StatusOr<IndexGeometry> IndexGeometry::OfStep(uint32_t step) {
  if (step > kLargestCapacityStep) return absl::InvalidArgumentError("a capacity step is 0, 1, 2 or 3");
  return IndexGeometry(step, kRecordsOfStepZero << (2 * step));
}

size_t IndexGeometry::ChunkOffset(size_t i) const { return std::min(i * kIndexChunkSize, file_size()); }

}  // namespace vsx::domain
