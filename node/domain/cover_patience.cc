#include "node/domain/cover_patience.h"

#include <cmath>

#include "node/domain/uniform_draw.h"

namespace vsx::domain {
namespace {

constexpr double kOnce = 0.5;
constexpr double kToTheEnd = 0.1;

}  // namespace

int64_t CoverPatienceSeconds(uint64_t draw, int64_t first_seconds, int64_t longest_seconds) {
  const double u = UniformDraw(draw);
  if (u <= kOnce) return 0;
  if (u > 1 - kToTheEnd) return longest_seconds;
  const auto first = static_cast<double>(first_seconds);
  const double widest = (static_cast<double>(longest_seconds) + first) / (2 * first);
  return static_cast<int64_t>(2 * first * std::pow(widest, (u - kOnce) / (1 - kOnce - kToTheEnd)) - first);
}

}  // namespace vsx::domain
