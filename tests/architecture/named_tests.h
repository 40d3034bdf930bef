#ifndef VSX_TESTS_ARCHITECTURE_NAMED_TESTS_H_
#define VSX_TESTS_ARCHITECTURE_NAMED_TESTS_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/architecture/source_tree.h"

namespace vsx::architecture {

// Every path below tests/ that a page (.md) or a header names is there: as a file or folder, or as a C++ source whose
// suffix was left out. `exists` tells of a path from the repository's root. A page that calls a test as its witness
// must have one.
std::vector<Violation> CheckNamedTests(const std::vector<SourceFile>& files,
                                       const std::function<bool(const std::string&)>& exists);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_NAMED_TESTS_H_
