#ifndef VSX_TESTS_ARCHITECTURE_REFUSAL_REASONS_H_
#define VSX_TESTS_ARCHITECTURE_REFUSAL_REASONS_H_

#include <vector>

#include "tests/architecture/source_tree.h"

namespace vsx::architecture {

// The table of reasons in proto/README.md and the reasons that the node's code gives (a literal handed to Error,
// InvalidField, Precondition or Refused) are the same: no reason without a row, none in the table that stands nowhere
// in the code. The command line's own errors have no reasons.
std::vector<Violation> CheckRefusalReasons(const std::vector<SourceFile>& files);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_REFUSAL_REASONS_H_
