#ifndef VSX_NODE_DOMAIN_BUDDHIST_ERA_H_
#define VSX_NODE_DOMAIN_BUDDHIST_ERA_H_

#include <optional>

namespace vsx::domain {

// The Gregorian year that a year of birth may mean in the Buddhist Era (543 years ahead), where the year as given lies
// after `current_year` and the other gives an age of 0 to 130. A question to put to who entered it, never a
// conversion: nothing is returned for a year that can stand as it is. (Before 1941 the Thai year began in
// April: the first quarter of such a year is one year later.)
std::optional<int> RecogniseBuddhistEra(int year, int current_year);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_BUDDHIST_ERA_H_
