#ifndef VSX_TESTS_DOMAIN_EXAMPLES_H_
#define VSX_TESTS_DOMAIN_EXAMPLES_H_

#include <string_view>

#include "node/domain/calendar.h"
#include "node/domain/party_code.h"

// What most tests of this folder name. Codes of Parties are from the range that ISO 3166-1 leaves to users; no State
// has them.
namespace vsx::domain {

inline PartyCode Party(std::string_view code) { return PartyCode::Create(code).value(); }
inline CivilDate Day(std::string_view text) { return CivilDate::Parse(text).value(); }

inline const PartyCode kOwn = Party("QQO");
inline const PartyCode kA = Party("QQA");
inline const PartyCode kB = Party("QQB");

}  // namespace vsx::domain

#endif  // VSX_TESTS_DOMAIN_EXAMPLES_H_
