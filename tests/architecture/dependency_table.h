#ifndef VSX_TESTS_ARCHITECTURE_DEPENDENCY_TABLE_H_
#define VSX_TESTS_ARCHITECTURE_DEPENDENCY_TABLE_H_

#include <string_view>
#include <vector>

namespace vsx::architecture {

// A part of the house, the folder that holds it and the parts of ours that it may use; it may always use itself.
struct Part {
  std::string_view name;
  std::string_view folder;
  std::vector<std::string_view> may_use;
};

// A library that only some parts may touch: how its headers and its CMake targets begin.
struct Library {
  std::string_view name;
  std::vector<std::string_view> header_prefixes;
  std::vector<std::string_view> target_prefixes;
  std::vector<std::string_view> allowed_parts;
};

// "The house at a glance" as data; the README's picture says the same.
const std::vector<Part>& HouseParts();
const std::vector<Library>& FencedLibraries();

// The part whose folder holds `path` (subfolders included); null outside the house (tests, deploy).
const Part* PartOfPath(std::string_view path);
const Part* PartNamed(std::string_view name);

bool MayUse(const Part& part, std::string_view other);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_DEPENDENCY_TABLE_H_
