#ifndef VSX_TESTS_BENCH_NAME_MATCHING_MATCHING_TABLE_H_
#define VSX_TESTS_BENCH_NAME_MATCHING_MATCHING_TABLE_H_

#include <string>
#include <vector>

#include "tests/bench/name_matching/matching_rates.h"

namespace vsx::name_matching {

// Made-up persons: for each cell, for false hits in each column, for each difference in the table of kinds.
inline constexpr size_t kPeoplePerCell = 240;
inline constexpr size_t kPeopleForHits = 1000;
inline constexpr size_t kPeoplePerKind = 60;

// The nine languages in Latin letters; those with a script of their own in that script.
const std::vector<Group>& Groups();

// All tables of node/domain/MATCHING.md as Markdown, the same bytes in every run. `pairs_file` is
// tests/vectors/names/name_pairs.json.
std::string MatchingTables(const std::string& pairs_file);

}  // namespace vsx::name_matching

#endif  // VSX_TESTS_BENCH_NAME_MATCHING_MATCHING_TABLE_H_
