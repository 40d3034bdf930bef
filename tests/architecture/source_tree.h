#ifndef VSX_TESTS_ARCHITECTURE_SOURCE_TREE_H_
#define VSX_TESTS_ARCHITECTURE_SOURCE_TREE_H_

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace vsx::architecture {

// A text file of the project; `path` is relative to the repository's root, with '/'.
struct SourceFile {
  std::string path;
  std::string text;
};

// What a rule found, and where; `line` counts from 1, 0 speaks of the file as a whole.
struct Violation {
  std::string path;
  std::size_t line;
  std::string message;
  bool operator==(const Violation&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Violation& violation);

// Reads the .h, .cc, .proto, CMakeLists.txt and .md files, and the demonstration's story.sh, under the project's
// own folders below `root`, in order of path. Vectors, build trees and installed lint tools are not ours and stay out.
// Ends the process when a file cannot be read.
std::vector<SourceFile> ReadSourceTree(const std::string& root);

// The C++ text with the content of comments, strings and character literals blanked, so that a rule about code does not
// trip over prose. Lines keep their numbers.
std::string CodeOnly(std::string_view text);

std::vector<std::string_view> Lines(std::string_view text);

// The folder of a path: "node/domain" for "node/domain/id.h"; empty at the root.
std::string_view FolderOf(std::string_view path);

bool HasSuffix(std::string_view text, std::string_view suffix);
bool IsCpp(std::string_view path);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_SOURCE_TREE_H_
