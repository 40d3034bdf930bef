#ifndef VSX_TESTS_DOMAIN_NAME_PAIRS_H_
#define VSX_TESTS_DOMAIN_NAME_PAIRS_H_

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace vsx::domain {

// The shared pairs of names that must, or must not, match.
inline nlohmann::json NamePairs() {
  std::ifstream file(std::string(VSX_VECTORS_DIR) + "/names/name_pairs.json");
  return nlohmann::json::parse(file)["pairs"];
}

}  // namespace vsx::domain

#endif  // VSX_TESTS_DOMAIN_NAME_PAIRS_H_
