#ifndef VSX_NODE_DOMAIN_MRZ_NAME_H_
#define VSX_NODE_DOMAIN_MRZ_NAME_H_

#include <string>
#include <string_view>

namespace vsx::domain {

// The name field of a machine-readable zone, its components separated by single spaces.
struct MrzName {
  std::string primary_identifier;
  std::string secondary_identifier;  // may be empty
  bool has_digit = false;
  // Components separated by one filler, at most one double filler, none in front.
  bool well_structured = false;
  // The last place holds a letter: Doc 9303 says to treat the name as cut, though it may just fit.
  bool possibly_truncated = false;
};

// Reads a name field of A–Z, 0–9 and <, with its trailing fillers.
MrzName ParseMrzName(std::string_view field);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_MRZ_NAME_H_
