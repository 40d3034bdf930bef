#ifndef VSX_STORE_MAPPED_INDEX_FILE_H_
#define VSX_STORE_MAPPED_INDEX_FILE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/index_capacity.h"

namespace vsx::store {

// MappedIndexFile is a verified index file in memory: to be searched by who checks, to be given out chunk by chunk by
// who made it. What it holds never changes, and stays readable when the file's name is removed. Threads: every method
// is safe concurrently. Lifetime: views live as long as the object.
class MappedIndexFile {
 public:
  // Maps the file and reads all of it once. Errors: NOT_FOUND; DATA_LOSS, saying which, unless its size is the
  // geometry's, its root `root` (32 bytes), and the ids of its records and the tags of its entries are each strictly
  // ascending as unsigned bytes; UNAVAILABLE for a failure of the medium.
  static absl::StatusOr<std::unique_ptr<const MappedIndexFile>> Open(const std::string& path,
                                                                     const domain::IndexGeometry& geometry,
                                                                     std::string_view root);

  MappedIndexFile(const MappedIndexFile&) = delete;
  MappedIndexFile& operator=(const MappedIndexFile&) = delete;
  ~MappedIndexFile();

  // The whole entry or record that starts with these 16 bytes; nullopt when there is none (or they are not 16).
  std::optional<std::string_view> FindEntry(std::string_view tag) const;
  std::optional<std::string_view> FindRecord(std::string_view id) const;

  // i < geometry().record_count(), entry_count(), chunk_count().
  std::string_view Record(size_t i) const;
  std::string_view Entry(size_t i) const;
  std::string_view Chunk(size_t i) const;

  // The leaf hashes of all chunks; they give the root.
  const std::vector<std::string>& ChunkHashes() const { return chunk_hashes_; }
  const domain::IndexGeometry& geometry() const { return geometry_; }

 private:
  MappedIndexFile(const char* bytes, const domain::IndexGeometry& geometry) : bytes_(bytes), geometry_(geometry) {}

  absl::Status Verify(std::string_view root);

  const char* const bytes_;
  const domain::IndexGeometry geometry_;
  std::vector<std::string> chunk_hashes_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_MAPPED_INDEX_FILE_H_
