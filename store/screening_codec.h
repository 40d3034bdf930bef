#ifndef VSX_STORE_SCREENING_CODEC_H_
#define VSX_STORE_SCREENING_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/screening.h"

// Values of screening, before sealing; README.md gives the layouts. Decoders answer DATA_LOSS to any bytes that are not
// the one encoding of a value.
namespace vsx::store {

std::string EncodeExercise(const domain::ScreeningExercise& exercise);
absl::StatusOr<domain::ScreeningExercise> DecodeExercise(std::string_view bytes);

std::string EncodeScreeningHit(const domain::ScreeningHit& hit);
absl::StatusOr<domain::ScreeningHit> DecodeScreeningHit(std::string_view bytes);

}  // namespace vsx::store

#endif  // VSX_STORE_SCREENING_CODEC_H_
