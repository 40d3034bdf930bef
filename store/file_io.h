#ifndef VSX_STORE_FILE_IO_H_
#define VSX_STORE_FILE_IO_H_

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/types/span.h"

// The few things that the store does with files of its own, beside RocksDB's.
namespace vsx::store {

// FileDescriptor owns an open file; −1 is none.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd = -1) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  bool is_open() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

// What errno says of a failed write or read, without any path: RESOURCE_EXHAUSTED for a full disk, quota or file limit;
// NOT_FOUND; else UNAVAILABLE. `what` says which file could not be treated how.
absl::Status FileError(int error, std::string_view what);

// Writes or reads all of it at the place given; false with errno. Reading past the end fails with errno 0.
bool WriteFully(int fd, std::string_view bytes, size_t offset);
bool ReadFully(int fd, absl::Span<char> out, size_t offset);

// What stands in a folder, a new name above all, outlives a power cut only once the folder itself is synced.
bool SyncFolder(const std::filesystem::path& path);

// The folder with its parents, for this user alone (mode 0700 for each that is made), synced. Nothing to do where it
// is.
absl::Status MakeFolder(const std::filesystem::path& path);

}  // namespace vsx::store

#endif  // VSX_STORE_FILE_IO_H_
