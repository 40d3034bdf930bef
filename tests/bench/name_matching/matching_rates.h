#ifndef VSX_TESTS_BENCH_NAME_MATCHING_MATCHING_RATES_H_
#define VSX_TESTS_BENCH_NAME_MATCHING_MATCHING_RATES_H_

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "node/domain/name_variants.h"
#include "tests/bench/name_matching/synthetic_person.h"

namespace vsx::name_matching {

// The people of one row or column: one language, written in Latin letters or in its own script.
struct Group {
  Language language;
  bool in_script;
  std::string_view name;
  bool held_out = false;  // words that no rule was tuned on
};

// Of `pairs` spellings of one person, how many do not match by the own key alone, and by what is registered and asked.
struct Misses {
  size_t pairs = 0;
  size_t own_key = 0;
  size_t variants = 0;
};

// What the issuer knows of the birth date; the checker knows the day.
enum class IssuerKnows { kDay, kMonth, kYear };

// `people` made-up persons, alternately entered as usual and asked about with the difference, and the other way round.
// Both sides hold a document too, which does not match: it takes a place of the eight.
Misses CountMisses(const Group& group, Difference difference, IssuerKnows knows, size_t people);

// Of `pairs` of different persons born on one day, each asked about once by the other, how many match. Without
// documents, so that all eight places are asked by name.
struct Hits {
  size_t pairs = 0;
  size_t own_key = 0;
  size_t variants = 0;
};
Hits CountHits(const Group& group, size_t people);

// The same counts for each of `choices`, the kinds that a checker asks by beside the own key, without a bound on
// places: misses over all differences, of `people` for each.
struct Worth {
  Misses misses;
  Hits hits;
};
std::vector<Worth> CountByKinds(const Group& group, const std::vector<std::set<domain::VariantKind>>& choices,
                                size_t people, size_t people_for_hits);

// True when two names match by the own key; by what is registered and asked on either side.
bool OwnKeysMatch(std::string_view a, std::string_view b);
bool VariantsMatch(std::string_view a, std::string_view b);

}  // namespace vsx::name_matching

#endif  // VSX_TESTS_BENCH_NAME_MATCHING_MATCHING_RATES_H_
