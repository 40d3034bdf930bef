#ifndef VSX_TESTS_ARCHITECTURE_TREATY_TABLE_H_
#define VSX_TESTS_ARCHITECTURE_TREATY_TABLE_H_

#include <vector>

#include "tests/architecture/source_tree.h"

namespace vsx::architecture {

// The table in tests/treaty/README.md has a row for each of the 106 demands, once and in order; each row's state is one
// of four words; what a row names as shown by exists: a test `Suite.Test` under tests/, or a step `demo: …` of the
// demonstration. "works" and "partly" name at least one, the others none. A test that is named for a demand
// (Demand42_…) stands in that demand's row.
std::vector<Violation> CheckTreatyTable(const std::vector<SourceFile>& files);

// Every row of the table in tests/blind-check.md names, between backticks, something that shows its point: a test or a
// step that exists, or a command (`build/…`, `ctest …`), which is not looked at.
std::vector<Violation> CheckBlindCheckPage(const std::vector<SourceFile>& files);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_TREATY_TABLE_H_
