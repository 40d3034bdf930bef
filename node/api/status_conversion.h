#ifndef VSX_NODE_API_STATUS_CONVERSION_H_
#define VSX_NODE_API_STATUS_CONVERSION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/status_decision.h"
#include "node/statement/trust_store.h"
#include "vsx/v1/status.pb.h"

// What single checks and screenings have in common on the wire.
namespace vsx::api {

// The measure considered and the stage, with their codes as receipts and the audit log have them ("REMOVAL").
struct MeasureAndStage {
  domain::Measure measure = domain::Measure::kOther;
  std::string measure_code;
  std::string stage_code;
};

// INVALID_ARGUMENT MEASURE_MISSING or STAGE_MISSING, field `measure` or `stage`.
absl::StatusOr<MeasureAndStage> ToMeasureAndStage(v1::Measure measure, v1::Stage stage);

// INVALID_ARGUMENT FILE_NUMBER_MALFORMED, field `file_number`.
absl::Status CheckFileNumber(const std::string& file_number);

// A desk of a Party's directory.
v1::ContactDesk ToDesk(const statement::ContactDesk& desk);

v1::StatusMatch ToMatch(const domain::DecidedMatch& decided, const statement::TrustStore& trust);

}  // namespace vsx::api

#endif  // VSX_NODE_API_STATUS_CONVERSION_H_
