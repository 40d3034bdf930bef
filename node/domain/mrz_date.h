#ifndef VSX_NODE_DOMAIN_MRZ_DATE_H_
#define VSX_NODE_DOMAIN_MRZ_DATE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"

namespace vsx::domain {

enum class MrzDateFault { kNone, kFormat, kCalendar };

// Judges a YYMMDD field in which a part that is not known is two fillers. The century is open: a day passes that exists
// in some century.
MrzDateFault CheckMrzDate(std::string_view yymmdd);

// The birth date of a zone read on the day `today`: the latest century that does not put it after that day
// (protocol §3). Fillers for the day or the month make it partial. NOT_FOUND if the zone leaves the year open;
// INVALID_ARGUMENT if the field is no such date. Neither reaches a client: the document alone is taken then.
absl::StatusOr<PartialDate> MrzBirthDate(std::string_view yymmdd, const CivilDate& today);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_MRZ_DATE_H_
