#ifndef VSX_TESTS_ARCHITECTURE_LINK_RULES_H_
#define VSX_TESTS_ARCHITECTURE_LINK_RULES_H_

#include <vector>

#include "tests/architecture/source_tree.h"

namespace vsx::architecture {

// Every target that the CMakeLists.txt of a part names (vsx::store, RocksDB::…), against the dependency table. A lone
// namespace or any other file gives nothing.
std::vector<Violation> CheckLinks(const SourceFile& cmake_lists);

// What a part includes it also links by name: a part that is included but not listed in its CMakeLists.txt would build
// only because somebody else lists it.
std::vector<Violation> CheckLinksCoverIncludes(const SourceFile& cmake_lists, const std::vector<SourceFile>& files);

// Every .cc beside a CMakeLists.txt (or below it, where no nearer one stands) is named in it: an unlisted test never
// runs, an unlisted source is dead. Sources in a folder compile_fail are read by a script that sees them refused.
std::vector<Violation> CheckSourcesListed(const SourceFile& cmake_lists, const std::vector<SourceFile>& files);

// Every *_test.cc that starts threads is named under THREADED in its CMakeLists.txt, where ThreadSanitizer judges it.
// For the folders whose CMakeLists.txt has a THREADED: the others stand on packaged gRPC, which cannot be judged.
std::vector<Violation> CheckThreadedListed(const SourceFile& cmake_lists, const std::vector<SourceFile>& files);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_LINK_RULES_H_
