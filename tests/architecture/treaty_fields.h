#ifndef VSX_TESTS_ARCHITECTURE_TREATY_FIELDS_H_
#define VSX_TESTS_ARCHITECTURE_TREATY_FIELDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/architecture/source_tree.h"

namespace vsx::architecture {

// The names of the fields of all messages in `file`, a .proto, members of a oneof included; values of enums are none.
std::vector<std::string> FieldNames(const SourceFile& file);

// The fields of the protocol whose name holds a word that begins with one of `beginnings`. What no field can say, no
// agency can enter, no Party can send, and nothing can depend on.
std::vector<Violation> CheckNoFieldSays(const std::vector<SourceFile>& files,
                                        const std::vector<std::string_view>& beginnings);

}  // namespace vsx::architecture

#endif  // VSX_TESTS_ARCHITECTURE_TREATY_FIELDS_H_
