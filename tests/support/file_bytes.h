#ifndef VSX_TESTS_SUPPORT_FILE_BYTES_H_
#define VSX_TESTS_SUPPORT_FILE_BYTES_H_

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

namespace vsx::test {

// What stands in a file, to its end, also one of /proc that tells no size; empty if it cannot be read. In large pieces:
// byte by byte, a sanitizer makes minutes of an index.
inline std::string FileBytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  std::array<char, 65'536> piece;
  while (file.read(piece.data(), piece.size()), file.gcount() > 0) {
    bytes.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  }
  return bytes;
}

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_FILE_BYTES_H_
