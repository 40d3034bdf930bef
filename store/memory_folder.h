#ifndef VSX_STORE_MEMORY_FOLDER_H_
#define VSX_STORE_MEMORY_FOLDER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/file_io.h"

namespace vsx::store {

// MemoryFolder is an open folder of this user alone on a file system that lies in memory (tmpfs or ramfs), so that what
// is overwritten there is gone. Small files only.
// Threads: every method is safe concurrently; who changes files holds a Lock.
class MemoryFolder {
 public:
  // Opens it, or makes it (mode 0700) where its parent is in memory. FAILED_PRECONDITION, saying what to do, for a
  // folder that is not in memory, not this user's, or that others may enter; UNAVAILABLE for another failure.
  static absl::StatusOr<MemoryFolder> Open(const std::string& path);

  // Held while the object lives: by one writer, or by readers. It holds between threads, openings of the folder, and
  // processes alike.
  class Lock {
   public:
    enum class Kind { kRead, kWrite };
    Lock(const MemoryFolder& folder, Kind kind);
    const absl::Status& status() const { return status_; }  // UNAVAILABLE: it is not held

   private:
    FileDescriptor file_;  // one of its own; closing it unlocks
    absl::Status status_;
  };

  int fd() const { return folder_.get(); }

  absl::StatusOr<std::vector<std::string>> ListNames(const std::function<bool(std::string_view)>& wanted) const;

  // Overwrites the file with zeros, then removes it. OK if there is none.
  absl::Status Destroy(const std::string& name) const;

 private:
  explicit MemoryFolder(FileDescriptor folder) : folder_(std::move(folder)) {}

  FileDescriptor folder_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_MEMORY_FOLDER_H_
