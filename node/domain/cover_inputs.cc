#include "node/domain/cover_inputs.h"

#include <cmath>

#include "node/domain/handle.h"
#include "node/domain/uniform_draw.h"

namespace vsx::domain {
namespace {

constexpr double kOne = 0.25;
constexpr double kMost = 0.25;

}  // namespace

size_t CoverInputs(uint64_t draw, Purpose cls) {
  if (cls == Purpose::kPresented) return 1;
  const double u = UniformDraw(draw);
  if (u <= kOne) return 1;
  if (u > 1 - kMost) return kMaxHandles;
  constexpr size_t kBetween = kMaxHandles - 2;
  return 1 + static_cast<size_t>(std::ceil((u - kOne) / (1 - kOne - kMost) * kBetween));
}

}  // namespace vsx::domain
