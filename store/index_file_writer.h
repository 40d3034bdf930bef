#ifndef VSX_STORE_INDEX_FILE_WRITER_H_
#define VSX_STORE_INDEX_FILE_WRITER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/index_capacity.h"
#include "store/file_io.h"

namespace vsx::store {

// What the header of an index says of its file: the RFC 6962 root over the leaf hashes of its chunks.
struct IndexDigest {
  std::vector<std::string> chunk_hashes;  // 32 bytes each, in order
  std::string root;                       // 32 bytes
};

// IndexFileWriter writes one index file: every record, then every entry, each kind in ascending order of what it starts
// with. The file has its name only once it is whole and on the medium; a writer that goes before Finish leaves nothing,
// a process that dies leaves a file that IndexFolder::RemoveLeftovers finds.
// Threads: one at a time. Errors of the medium: RESOURCE_EXHAUSTED for a full disk, else UNAVAILABLE; a record or entry
// of another size, out of order or beyond the geometry is the builder's fault, INTERNAL. After an error nothing can be
// finished.
class IndexFileWriter {
 public:
  // `path` from IndexFolder, whose folder is there. NOT_FOUND if not.
  static absl::StatusOr<std::unique_ptr<IndexFileWriter>> Create(std::string path,
                                                                 const domain::IndexGeometry& geometry);

  IndexFileWriter(const IndexFileWriter&) = delete;
  IndexFileWriter& operator=(const IndexFileWriter&) = delete;
  ~IndexFileWriter();

  absl::Status AppendRecord(std::string_view record);
  absl::Status AppendEntry(std::string_view entry);

  // Once, when all is appended. ALREADY_EXISTS when a file of this name is there, which is never overwritten: it may
  // have been published. Whoever knows that it was not (no header in the catalogue) removes it before.
  absl::StatusOr<IndexDigest> Finish();

 private:
  IndexFileWriter(std::string path, std::string temporary, FileDescriptor file, const domain::IndexGeometry& geometry);

  absl::Status Append(std::string_view bytes, size_t key_size);
  absl::Status WriteChunk();
  absl::Status Fail(absl::Status error);

  const std::string path_;
  const std::string temporary_;
  FileDescriptor file_;
  const domain::IndexGeometry geometry_;
  size_t records_ = 0;
  size_t entries_ = 0;
  std::string previous_key_;  // of the record or entry before
  std::string chunk_;         // not yet written
  std::vector<std::string> chunk_hashes_;
  absl::Status failed_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_INDEX_FILE_WRITER_H_
