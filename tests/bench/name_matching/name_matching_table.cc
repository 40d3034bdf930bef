// Prints the tables of node/domain/MATCHING.md.

#include <iostream>

#include "tests/bench/name_matching/matching_table.h"

int main() {
  std::cout << vsx::name_matching::MatchingTables(VSX_VECTORS_DIR "/names/name_pairs.json");
  return 0;
}
