#include "node/domain/exponential_delay.h"

#include <cmath>

#include "node/domain/uniform_draw.h"

namespace vsx::domain {

std::chrono::nanoseconds ExponentialDelay(uint64_t draw, std::chrono::seconds mean) {
  const std::chrono::duration<double, std::nano> delay = std::chrono::nanoseconds(mean) * -std::log(UniformDraw(draw));
  return std::chrono::duration_cast<std::chrono::nanoseconds>(delay);
}

}  // namespace vsx::domain
