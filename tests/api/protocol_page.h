#ifndef VSX_TESTS_API_PROTOCOL_PAGE_H_
#define VSX_TESTS_API_PROTOCOL_PAGE_H_

#include <string>
#include <string_view>
#include <vector>

// Reads the tables of proto/README.md that stand between markers, so that tests can hold the code against them.
namespace vsx::api {

// The rows between `<!-- NAME:begin -->` and `<!-- NAME:end -->`, without the heading; each row its cells, without the
// white space around them. A failure where there is no such table.
std::vector<std::vector<std::string>> ReadTable(std::string_view name);

// "`A`, `B`" or "a, b" gives the two.
std::vector<std::string> WordsOf(std::string_view cell);

}  // namespace vsx::api

#endif  // VSX_TESTS_API_PROTOCOL_PAGE_H_
