#include "store/memory_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace vsx::store {
namespace {

constexpr const char* kLockName = "lock";
constexpr size_t kMostBytesOverwritten = 65'536;
constexpr std::string_view kHowTo = "put index.seed_dir on tmpfs, such as /dev/shm/vsx or /run/vsx";

bool IsMemory(const struct statfs& info) { return info.f_type == TMPFS_MAGIC || info.f_type == RAMFS_MAGIC; }

absl::Status NotInMemory() {
  return absl::FailedPreconditionError("the epochs' seeds may not lie on a disk: " + std::string(kHowTo));
}

absl::Status Unavailable(std::string_view what) {
  return absl::UnavailableError(std::string(what).append(": ").append(kHowTo));
}

// Never on a disk.
absl::Status Make(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error).lexically_normal();
  const std::filesystem::path parent = whole.has_filename() ? whole.parent_path() : whole.parent_path().parent_path();
  struct statfs info {};
  if (error || statfs(parent.c_str(), &info) != 0) return Unavailable("there is no place for the seeds' folder");
  if (!IsMemory(info)) return NotInMemory();
  if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return absl::UnavailableError("the seeds' folder cannot be made: make it for the node's user, with mode 0700");
  }
  return absl::OkStatus();
}

FileDescriptor OpenFolder(const std::string& path) {
  return FileDescriptor(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

absl::Status Check(const FileDescriptor& folder) {
  struct statfs file_system {};
  struct stat info {};
  if (fstatfs(folder.get(), &file_system) != 0 || fstat(folder.get(), &info) != 0) {
    return Unavailable("the seeds' folder cannot be examined");
  }
  if (!IsMemory(file_system)) return NotInMemory();
  if (info.st_uid != geteuid()) {
    return absl::FailedPreconditionError("the seeds' folder is another user's: make one for the node's user");
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError("others may enter the seeds' folder: set its mode to 0700 (chmod 700)");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MemoryFolder> MemoryFolder::Open(const std::string& path) {
  FileDescriptor folder = OpenFolder(path);
  if (!folder.is_open() && errno == ENOENT) {
    if (absl::Status made = Make(path); !made.ok()) return made;
    folder = OpenFolder(path);
  }
  if (!folder.is_open()) return Unavailable("the seeds' folder cannot be opened, or is none");
  if (absl::Status status = Check(folder); !status.ok()) return status;
  return MemoryFolder(std::move(folder));
}

MemoryFolder::Lock::Lock(const MemoryFolder& folder, Kind kind)
    : file_(openat(folder.fd(), kLockName, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)) {
  int result = file_.is_open() ? 0 : -1;
  while (file_.is_open() && (result = flock(file_.get(), kind == Kind::kRead ? LOCK_SH : LOCK_EX)) != 0 &&
         errno == EINTR) {
  }
  if (result != 0) status_ = Unavailable("the seeds' folder cannot be locked");
}

absl::StatusOr<std::vector<std::string>> MemoryFolder::ListNames(
    const std::function<bool(std::string_view)>& wanted) const {
  std::vector<std::string> names;
  const int fd_of_listing = openat(fd(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const listing = fd_of_listing < 0 ? nullptr : fdopendir(fd_of_listing);
  if (listing == nullptr) {
    if (fd_of_listing >= 0) close(fd_of_listing);
    return Unavailable("the seeds' folder cannot be listed");
  }
  errno = 0;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread has this listing
  while (const dirent* const entry = readdir(listing)) {
    if (wanted(entry->d_name)) names.emplace_back(entry->d_name);
    errno = 0;
  }
  const bool whole = errno == 0;  // a listing cut short must not pass for a folder without seeds
  closedir(listing);
  if (!whole) return Unavailable("the seeds' folder cannot be listed");
  return names;
}

absl::Status MemoryFolder::Destroy(const std::string& name) const {
  const FileDescriptor file(openat(fd(), name.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.is_open()) {
    return errno == ENOENT ? absl::OkStatus() : absl::UnavailableError("a seed's file cannot be opened to destroy it");
  }
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return absl::UnavailableError("a seed's file cannot be examined to destroy it");
  const std::string zeros(std::min(static_cast<size_t>(info.st_size), kMostBytesOverwritten), '\0');
  if (!WriteFully(file.get(), zeros, 0) || fsync(file.get()) != 0) {
    return absl::UnavailableError("a seed's file cannot be overwritten");
  }
  if (unlinkat(fd(), name.c_str(), 0) != 0) {
    return absl::UnavailableError("a seed's file is overwritten and cannot be removed");
  }
  return absl::OkStatus();
}

}  // namespace vsx::store
