#include "crypto/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "crypto/encoding.h"

namespace vsx::crypto {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string Message(std::string_view what, std::string_view reason) {
  return std::string(what).append(": ").append(reason);
}

absl::Status ErrnoStatus(std::string_view what, std::string_view action, int error) {
  const std::string message =
      Message(what, std::string(action).append(": ").append(std::generic_category().message(error)));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(message);
    case EEXIST:
      return absl::AlreadyExistsError(message);
    default:
      return absl::UnavailableError(message);
  }
}

// Reads until `out` is full or the file ends; −1 with errno, or the number of bytes.
ssize_t ReadFully(int fd, absl::Span<uint8_t> out) {
  size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = read(fd, out.data() + done, out.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

bool WriteFully(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// So that a new name survives a power cut.
bool SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const FileDescriptor fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd.get() >= 0 && fsync(fd.get()) == 0;
}

}  // namespace

absl::StatusOr<SecretBytes> ReadPrivateFile(std::string_view what, const std::string& path, size_t max_size) {
  // O_NONBLOCK: opening a named pipe must not hang the start of a node.
  const FileDescriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) return ErrnoStatus(what, "cannot be opened", errno);
  struct stat info {};
  if (fstat(fd.get(), &info) != 0) return ErrnoStatus(what, "cannot be examined", errno);
  if (!S_ISREG(info.st_mode)) return absl::InvalidArgumentError(Message(what, "is not a regular file"));
  if ((info.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
    return absl::PermissionDeniedError(
        Message(what, "others may access it; set its mode to 0600 (chmod 600) before it is used"));
  }
  if (info.st_size < 0 || static_cast<size_t>(info.st_size) > max_size) {
    return absl::InvalidArgumentError(Message(what, "is longer than such a file can be"));
  }
  ssize_t got = -1;
  int error = 0;
  SecretBytes contents = SecretBytes::Build(static_cast<size_t>(info.st_size), [&](absl::Span<uint8_t> out) {
    got = ReadFully(fd.get(), out);
    error = errno;
  });
  if (got < 0) return ErrnoStatus(what, "cannot be read", error);
  if (static_cast<size_t>(got) != contents.size()) {
    return absl::UnavailableError(Message(what, "changed while it was read"));
  }
  return contents;
}

absl::Status WritePrivateFile(std::string_view what, const std::string& path, std::string_view contents) {
  SystemRandomSource random;
  const std::string temporary = path + ".new-" + ToHex(random.Bytes(8));
  const FileDescriptor fd(open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (fd.get() < 0) return ErrnoStatus(what, "cannot be created", errno);
  absl::Status status;
  if (!WriteFully(fd.get(), contents) || fsync(fd.get()) != 0) {
    status = ErrnoStatus(what, "cannot be written", errno);
  } else if (renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
    status = errno == EEXIST
                 ? absl::AlreadyExistsError(Message(what, "a file of this name exists and is never overwritten"))
                 : ErrnoStatus(what, "cannot be given its name", errno);
  } else if (!SyncFolderOf(path)) {
    return ErrnoStatus(what, "its folder cannot be synced", errno);
  }
  if (!status.ok()) unlink(temporary.c_str());
  return status;
}

}  // namespace vsx::crypto
