#ifndef VSX_NODE_SERVICE_LIST_SCREENING_HITS_H_
#define VSX_NODE_SERVICE_LIST_SCREENING_HITS_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/screening.h"
#include "node/service/actor.h"
#include "node/service/screening_parts.h"

namespace vsx::service {

// What exercises found, for the own counter-trafficking body. In the audit log, synced, before it is given. Errors:
// INVALID_ARGUMENT PAGE_TOKEN_WRONG; those of the store.
absl::StatusOr<store::ScreeningHitPage> ListScreeningHits(const ScreeningParts& parts, const Actor& actor,
                                                          const std::optional<domain::ExerciseId>& exercise,
                                                          std::string_view page, size_t limit);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_LIST_SCREENING_HITS_H_
