#include "store/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

namespace vsx::store {

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this == &other) return *this;
  if (is_open()) close(fd_);
  fd_ = std::exchange(other.fd_, -1);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (is_open()) close(fd_);
}

absl::Status FileError(int error, std::string_view what) {
  const std::string message = std::string(what).append(": ").append(std::generic_category().message(error));
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return absl::ResourceExhaustedError(message);
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    default:
      return absl::UnavailableError(message);
  }
}

bool WriteFully(int fd, std::string_view bytes, size_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
    offset += static_cast<size_t>(written);
  }
  return true;
}

bool ReadFully(int fd, absl::Span<char> out, size_t offset) {
  while (!out.empty()) {
    errno = 0;
    const ssize_t got = pread(fd, out.data(), out.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    out.remove_prefix(static_cast<size_t>(got));
    offset += static_cast<size_t>(got);
  }
  return true;
}

bool SyncFolder(const std::filesystem::path& path) {
  const FileDescriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder.is_open() && fsync(folder.get()) == 0;
}

absl::Status MakeFolder(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path target = fs::absolute(path, error).lexically_normal();
  if (error) return FileError(error.value(), "a folder's path cannot be read");
  std::vector<fs::path> missing;  // deepest first
  for (fs::path at = target; !fs::exists(at, error) && at.has_relative_path(); at = at.parent_path()) {
    missing.push_back(at);
  }
  for (auto folder = missing.rbegin(); folder != missing.rend(); ++folder) {
    // Somebody else may be making it too.
    if (mkdir(folder->c_str(), S_IRWXU) != 0 && errno != EEXIST) return FileError(errno, "a folder cannot be made");
    const fs::path parent = folder->has_filename() ? folder->parent_path() : folder->parent_path().parent_path();
    if (!SyncFolder(parent)) return FileError(errno, "a folder cannot be synced");
  }
  return absl::OkStatus();
}

}  // namespace vsx::store
