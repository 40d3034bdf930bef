#ifndef VSX_TESTS_END_TO_END_HOSTILE_TABLE_H_
#define VSX_TESTS_END_TO_END_HOSTILE_TABLE_H_

#include <string>
#include <vector>

namespace vsx::test {

// One row of the table of hostile input in proto/README.md.
struct HostileRow {
  std::string id;
  std::string sender;
  std::string what;
  std::string status;  // name of a gRPC status, or OK
  std::string reason;  // `-`: none
  std::string effect;
};

// The rows between `<!-- hostile-table:begin -->` and `end`, without the two of the heading. Fails the running test if
// the table is not there, or a row has not six cells.
std::vector<HostileRow> ReadHostileTable(const std::string& path);

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_HOSTILE_TABLE_H_
