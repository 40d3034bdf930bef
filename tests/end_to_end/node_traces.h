#ifndef VSX_TESTS_END_TO_END_NODE_TRACES_H_
#define VSX_TESTS_END_TO_END_NODE_TRACES_H_

#include <map>
#include <string>
#include <vector>

#include "tests/end_to_end/agency.h"
#include "tests/end_to_end/store_folder.h"

// What somebody finds at a node, but what is random or time: so that what is left of two things can be compared.
namespace vsx::test {

// The lines of a node's log, but those that the clock alone brings, in an order of its own: indexes are built, fetched
// and asked for again, over connections that gRPC makes.
std::vector<std::string> LogLines(const std::string& log);

// The audit entries so far, up to a page; of hashes and pseudonyms, the number and size. The reading stands there too
// from then on.
std::vector<std::string> AuditEntries(const Agency& overseer);

// The rows of a node's databases, by database and table. The node may be running.
using RowSizesByTable = std::map<std::string, std::vector<StoreFolder::RowSize>>;
RowSizesByTable RowSizesOf(const std::string& data_folder);

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_NODE_TRACES_H_
