#ifndef VSX_TESTS_CRYPTO_TEMPORARY_FOLDER_H_
#define VSX_TESTS_CRYPTO_TEMPORARY_FOLDER_H_

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "crypto/init.h"
#include "tests/support/file_bytes.h"

namespace vsx::crypto {

// A folder of its own that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "vsx_crypto_test_XXXXXX").string();
    Require(mkdtemp(name.data()) != nullptr, "no temporary folder");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  std::string Path(std::string_view name) const { return (path_ / name).string(); }

  // Makes a file of these contents and this mode, and gives its path.
  std::string Write(std::string_view name, std::string_view contents, mode_t mode = 0600) const {
    const std::string path = Path(name);
    std::ofstream(path, std::ios::binary) << contents;
    Require(chmod(path.c_str(), mode) == 0, "no mode for a temporary file");
    return path;
  }

  std::string Read(std::string_view name) const { return test::FileBytes(Path(name)); }

  size_t FileCount() const {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path_)) ++count;
    return count;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace vsx::crypto

#endif  // VSX_TESTS_CRYPTO_TEMPORARY_FOLDER_H_
