#ifndef VSX_NODE_SERVICE_DECLARE_SCREENING_H_
#define VSX_NODE_SERVICE_DECLARE_SCREENING_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/screening.h"
#include "node/service/actor.h"
#include "node/service/screening_parts.h"

namespace vsx::service {

struct ExerciseInput {
  std::string file_number;  // the agency's; no name
  uint32_t persons = 0;
  domain::CivilDate day;
  std::string request_id{};  // empty, or 16 bytes of the client that make a repeated call return the same exercise
};

// Declares an exercise of screening. The days on which a State screens are few a month, and each has a number of
// persons for all its agencies: those that other Parties grant it (protocol §11); of both an agency has its share.
// Guarantee: both are taken with the exercise and its audit entry, in one write, or nothing is. A repeated call takes
// neither again, also when the day is over meanwhile. Errors: INVALID_ARGUMENT, PERSONS_OUT_OF_BOUNDS or
// DAY_OUT_OF_BOUNDS; domain::BudgetExhausted; ALREADY_EXISTS REQUEST_ID_REUSED for another exercise under the same
// request id; those of the stores.
absl::StatusOr<domain::ScreeningExercise> DeclareScreening(const ScreeningParts& parts, const Actor& actor,
                                                           const ExerciseInput& input);

// Takes exercises whose day is longer over than domain::kDaysScreeningIsKept out of the store, with what was found in
// them, and destroys their keys. How many. Errors: those of the stores; call again.
absl::StatusOr<int> ForgetOldScreenings(const ScreeningParts& parts);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_DECLARE_SCREENING_H_
