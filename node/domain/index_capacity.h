#ifndef VSX_NODE_DOMAIN_INDEX_CAPACITY_H_
#define VSX_NODE_DOMAIN_INDEX_CAPACITY_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"

namespace vsx::domain {

inline constexpr uint32_t kLargestCapacityStep = 3;
inline constexpr size_t kIndexRecordSize = 4'096;
inline constexpr size_t kIndexRecordIdSize = 16;  // a record starts with its id
inline constexpr size_t kIndexEntrySize = 137;
inline constexpr size_t kIndexTagSize = 16;  // an entry starts with its tag
inline constexpr size_t kIndexChunkSize = 65'536;

// IndexGeometry is the shape of an index file (protocol §4), which says nothing of what it holds: the capacity step
// alone gives it. File = records ‖ entries, cut into chunks, of which the last is short and not padded.
class IndexGeometry {
 public:
  // The capacity step of the issuer's Party record. INVALID_ARGUMENT unless 0 … kLargestCapacityStep.
  static absl::StatusOr<IndexGeometry> OfStep(uint32_t step);

  uint32_t step() const { return step_; }
  size_t record_count() const { return record_count_; }
  size_t entry_count() const { return 8 * record_count_; }
  size_t entries_offset() const { return record_count_ * kIndexRecordSize; }
  size_t file_size() const { return entries_offset() + entry_count() * kIndexEntrySize; }
  size_t chunk_count() const { return (file_size() + kIndexChunkSize - 1) / kIndexChunkSize; }

  // Of chunk `i` < chunk_count(). The offset holds for i == chunk_count() too: the file's end.
  size_t ChunkOffset(size_t i) const;
  size_t ChunkSize(size_t i) const { return ChunkOffset(i + 1) - ChunkOffset(i); }

  friend bool operator==(const IndexGeometry&, const IndexGeometry&) = default;

 private:
  IndexGeometry(uint32_t step, size_t record_count) : step_(step), record_count_(record_count) {}

  uint32_t step_;
  size_t record_count_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_INDEX_CAPACITY_H_
