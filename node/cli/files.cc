#include "node/cli/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"

namespace vsx::cli {
namespace {

constexpr size_t kMaxFileBytes = 16 << 20;

absl::Status FileError(std::string_view what, const std::string& path) {
  return WrongInput(
      absl::StrCat("cannot ", std::string(what), " ", path, ": ", std::generic_category().message(errno)));
}

bool WriteWhole(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileError("open", path);
  std::string bytes;
  char buffer[65536];
  while (file.read(buffer, sizeof buffer) || file.gcount() > 0) {
    bytes.append(buffer, static_cast<size_t>(file.gcount()));
    if (bytes.size() > kMaxFileBytes) return WrongInput(absl::StrCat(path, " is larger than 16 MiB"));
  }
  if (file.bad()) return FileError("read", path);
  return bytes;
}

absl::StatusOr<std::string> ReadFileOrInput(const std::string& path, Terminal& terminal) {
  return path == "-" ? terminal.ReadAll() : ReadFile(path);
}

absl::Status WriteFile(const std::string& path, std::string_view bytes, bool replace) {
  std::string temporary = path + ".XXXXXX";
  const int descriptor = ::mkstemp(temporary.data());
  if (descriptor < 0) return FileError("write", path);
  bool sound = WriteWhole(descriptor, bytes) && ::fsync(descriptor) == 0;
  sound = ::close(descriptor) == 0 && sound;
  // link() refuses where a file is there already, without a moment between looking and writing.
  if (sound)
    sound = (replace ? ::rename(temporary.c_str(), path.c_str()) : ::link(temporary.c_str(), path.c_str())) == 0;
  const absl::Status error = sound ? absl::OkStatus() : FileError("write", path);
  (void)::unlink(temporary.c_str());
  return error;
}

}  // namespace vsx::cli
