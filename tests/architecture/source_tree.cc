#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

namespace vsx::architecture {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOwnFolders[] = {"crypto", "deploy", "node", "proto", "store", "tests"};
constexpr std::string_view kForeignFolders[] = {"vectors", "node_modules", "build"};

bool IsRead(const fs::path& path) {
  const std::string name = path.filename().string();
  return IsCpp(name) || HasSuffix(name, ".proto") || name == "CMakeLists.txt" || HasSuffix(name, ".md") ||
         name == "story.sh";
}

std::string ReadOrDie(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) {
    std::cerr << "cannot read " << path << "\n";
    std::abort();
  }
  return text;
}

// Where the raw string literal that starts at `start` (its R) ends: the position after the closing quote.
std::size_t EndOfRawString(std::string_view text, std::size_t start) {
  const std::size_t open = text.find('(', start);
  if (open == std::string_view::npos) return text.size();
  const std::string close = ")" + std::string(text.substr(start + 2, open - start - 2)) + "\"";
  const std::size_t end = text.find(close, open);
  return end == std::string_view::npos ? text.size() : end + close.size();
}

std::size_t EndOfQuoted(std::string_view text, std::size_t start) {
  const char quote = text[start];
  for (std::size_t i = start + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote || text[i] == '\n') {
      return i + 1;
    }
  }
  return text.size();
}

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The end of the comment or literal that starts at `i`; `i` itself when none does.
std::size_t EndOfBlank(std::string_view text, std::size_t i) {
  const std::string_view rest = text.substr(i);
  if (rest.starts_with("//")) return std::min(text.find('\n', i), text.size());
  if (rest.starts_with("/*")) {
    const std::size_t end = text.find("*/", i + 2);
    return end == std::string_view::npos ? text.size() : end + 2;
  }
  const bool after_word = i > 0 && IsWord(text[i - 1]);
  if (rest.starts_with("R\"") && !after_word) return EndOfRawString(text, i);
  if (rest.front() == '"') return EndOfQuoted(text, i);
  // 1'000 holds a digit separator, not a character literal.
  if (rest.front() == '\'' && !after_word) return EndOfQuoted(text, i);
  return i;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Violation& violation) {
  out << violation.path;
  if (violation.line > 0) out << ":" << violation.line;
  return out << ": " << violation.message;
}

std::vector<SourceFile> ReadSourceTree(const std::string& root) {
  std::vector<SourceFile> files;
  for (const std::string_view folder : kOwnFolders) {
    std::error_code error;
    fs::recursive_directory_iterator it(fs::path(root) / folder, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      const std::string name = it->path().filename().string();
      if (it->is_directory() && std::ranges::count(kForeignFolders, name) > 0) it.disable_recursion_pending();
      if (it->is_regular_file() && IsRead(it->path())) {
        files.push_back({fs::relative(it->path(), root).generic_string(), ReadOrDie(it->path())});
      }
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

std::string CodeOnly(std::string_view text) {
  std::string code;
  code.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = EndOfBlank(text, i);
    if (end == i) {
      code.push_back(text[i++]);
      continue;
    }
    for (; i < end; ++i) code.push_back(text[i] == '\n' ? '\n' : ' ');
  }
  return code;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool HasSuffix(std::string_view text, std::string_view suffix) { return text.ends_with(suffix); }

bool IsCpp(std::string_view path) { return HasSuffix(path, ".h") || HasSuffix(path, ".cc"); }

}  // namespace vsx::architecture
