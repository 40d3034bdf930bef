#ifndef VSX_TESTS_ARCHITECTURE_INCLUDE_RULES_H_
#define VSX_TESTS_ARCHITECTURE_INCLUDE_RULES_H_

#include <string_view>
#include <vector>

#include "tests/architecture/source_tree.h"

namespace vsx::architecture {

// Every #include of a source file, and every import of a proto, against the dependency table: each names a part that
// may be used, by its path from the root, and a fenced library only where it lives. Files outside the house are free.
std::vector<Violation> CheckIncludes(const SourceFile& file);

// What the file includes or imports, in its order.
std::vector<std::string_view> IncludedPaths(const SourceFile& file);

// The parts that the file includes, itself left out, without repeats.
std::vector<std::string_view> IncludedParts(const SourceFile& file);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_INCLUDE_RULES_H_
