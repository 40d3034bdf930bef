#include "node/main/data_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace vsx::main {
namespace {

absl::Status Refuse(std::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat("node.data_dir ", std::string(what)));
}

absl::Status RefuseErrno(std::string_view what, int error) {
  return Refuse(absl::StrCat(std::string(what), ": ", std::generic_category().message(error)));
}

bool MayWriteIn(const std::string& path) { return access(path.c_str(), R_OK | W_OK | X_OK) == 0; }

}  // namespace

absl::Status CheckDataFolder(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) {
    if (errno != ENOENT) return RefuseErrno("cannot be examined", errno);
    const std::string parent = std::filesystem::path(path).parent_path().string();
    if (!MayWriteIn(parent)) return RefuseErrno("does not exist and cannot be made", errno);
    return absl::OkStatus();
  }
  if (!S_ISDIR(info.st_mode)) return Refuse("is no folder");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) return Refuse("is open to others: set its mode to 0700 (chmod 700)");
  if (!MayWriteIn(path)) return RefuseErrno("cannot be written in by this user", errno);
  return absl::OkStatus();
}

absl::Status MakeDataFolder(const std::string& path) {
  if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) return RefuseErrno("cannot be made", errno);
  return CheckDataFolder(path);
}

}  // namespace vsx::main
