#ifndef VSX_TESTS_ARCHITECTURE_EVALUATE_PATH_H_
#define VSX_TESTS_ARCHITECTURE_EVALUATE_PATH_H_

#include <vector>

#include "tests/architecture/source_tree.h"

namespace vsx::architecture {

// From the sources that answer another Party's evaluation, follows every include, and the .cc beside every header that
// is included, and names the way to each file that stores, opens or describes a case, a delivery, an access notice or a
// screening. What stands behind an interface is followed from the source that implements it.
std::vector<Violation> CheckEvaluatePath(const std::vector<SourceFile>& files);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_EVALUATE_PATH_H_
