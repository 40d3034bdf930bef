#ifndef VSX_STORE_INDEX_DOWNLOAD_H_
#define VSX_STORE_INDEX_DOWNLOAD_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/index_capacity.h"
#include "store/file_io.h"

namespace vsx::store {

// IndexDownload gathers a peer's index file, chunk by chunk, in a part file beside its place. A chunk is taken only if
// its hash is the one that the header's root stands for; what is there when a download begins again is believed by its
// hash alone, so a crash, or a part file of other content, costs time and nothing else.
// Threads: one at a time. One download of a file at a time, on the machine: UNAVAILABLE for a second one.
class IndexDownload {
 public:
  // Begins, or goes on where the part file stops. `path` from IndexFolder, whose folder is there. INVALID_ARGUMENT when
  // `chunk_hashes` are not the geometry's number of hashes, of 32 bytes each, or do not give `root`; RESOURCE_EXHAUSTED
  // or UNAVAILABLE for a failure of the medium.
  static absl::StatusOr<std::unique_ptr<IndexDownload>> Begin(std::string path, const domain::IndexGeometry& geometry,
                                                              std::string_view root,
                                                              std::vector<std::string> chunk_hashes);

  // The lowest chunk still to fetch; nullopt when all are there.
  std::optional<size_t> NextMissing() const;
  size_t missing_count() const { return missing_count_; }

  // INVALID_ARGUMENT for bytes that are not this chunk (or no such chunk): nothing is written. A chunk that is there
  // already is taken and not written again. RESOURCE_EXHAUSTED or UNAVAILABLE when it cannot be written.
  absl::Status PutChunk(size_t i, std::string_view bytes);

  // Once, when no chunk is missing (FAILED_PRECONDITION before): the file is on the medium and has its name, in the
  // place of any that was there. MappedIndexFile::Open is still to judge its order.
  absl::Status Finish();

 private:
  IndexDownload(std::string path, FileDescriptor part, const domain::IndexGeometry& geometry,
                std::vector<std::string> chunk_hashes);

  absl::Status FindWhatIsThere();

  const std::string path_;
  FileDescriptor part_;  // locked (flock)
  const domain::IndexGeometry geometry_;
  const std::vector<std::string> chunk_hashes_;
  std::vector<bool> present_;
  size_t missing_count_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_INDEX_DOWNLOAD_H_
