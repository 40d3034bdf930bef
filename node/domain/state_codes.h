#ifndef VSX_NODE_DOMAIN_STATE_CODES_H_
#define VSX_NODE_DOMAIN_STATE_CODES_H_

#include <string_view>

namespace vsx::domain {

// What is known of a code in the place of an issuing State or a nationality on a travel document.
enum class StateStatus {
  kUnknown,      // in no table: mistyped, misread, or withdrawn (BUR, TMP)
  kState,        // ISO 3166-1 alpha-3
  kIcaoSpecial,  // ICAO Doc 9303-3 section 5: D, UNO, XXA, XXB, XXC, XXX, …
  kSpecimen,     // UTO, the Utopia of specimens: never a real document
};

// Looks up an upper-case code without fillers. Which of the States are Parties is configuration and not known here.
StateStatus StatusOfState(std::string_view code);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_STATE_CODES_H_
