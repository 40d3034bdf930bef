#ifndef VSX_NODE_DOMAIN_AGE_H_
#define VSX_NODE_DOMAIN_AGE_H_

#include <optional>

#include "node/domain/calendar.h"

namespace vsx::domain {

// What a birth date, which may be partial or unknown, says of a person's age on a day. Under 18 is a child.
enum class AgeOnDay {
  kChild,       // under 18 whatever day the date means
  kMayBeChild,  // under 18 on some day that the date may mean, or no date: presumed to be a child
  kAdult,       // 18 or older whatever day the date means
};

AgeOnDay AgeOn(const std::optional<PartialDate>& birth_date, const CivilDate& day);

// True unless the person is surely 18 or older: doubt never makes an adult.
bool IsChildOn(const std::optional<PartialDate>& birth_date, const CivilDate& day);

// The 18th birthday on the latest day that the date may mean; 1 March for one born on 29 February.
CivilDate LatestEighteenthBirthday(const PartialDate& birth_date);

// That day rounded up to the first day of a quarter, so that what travels does not tell the birthday (protocol §2,
// adult_from).
CivilDate AdultFrom(const PartialDate& birth_date);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_AGE_H_
