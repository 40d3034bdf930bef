#ifndef VSX_NODE_CLI_PERSON_HANDLES_H_
#define VSX_NODE_CLI_PERSON_HANDLES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/handle.h"
#include "vsx/v1/case.pb.h"

namespace vsx::cli {

// The handles that a node asks by for this person on the day of the check, to compare with a receipt offline.
// Errors: INVALID_ARGUMENT for input that is no document, name, zone or code; no error repeats it.
absl::StatusOr<std::vector<domain::Handle>> PersonHandles(const v1::PersonQuery& person, const domain::CivilDate& day);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_PERSON_HANDLES_H_
