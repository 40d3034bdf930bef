#ifndef VSX_TESTS_ARCHITECTURE_HOUSE_RULES_H_
#define VSX_TESTS_ARCHITECTURE_HOUSE_RULES_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/architecture/source_tree.h"

namespace vsx::architecture {

// VSX_<PATH>_H_ for a header at `path`: VSX_NODE_DOMAIN_ID_H_ for node/domain/id.h.
std::string GuardFor(std::string_view path);

// A header opens with the guard that its path gives; other files give nothing.
std::vector<Violation> CheckHeaderGuard(const SourceFile& file);

// What no C++ file of ours holds: a thrown exception, absl::Mutex (TSan misreads the packaged one), a sleep, unfinished
// work, a test that is switched off.
std::vector<Violation> CheckBannedCode(const SourceFile& file);

// Each folder of the house, of deploy/ and of the tests that stand for themselves has a README.md. A folder of tests/
// that only mirrors a source folder (tests/crypto for crypto/) is described by that one.
std::vector<Violation> CheckReadmes(const std::vector<SourceFile>& files);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_HOUSE_RULES_H_
