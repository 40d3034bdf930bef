#include "node/domain/exponential_delay.h"

#include <cmath>

namespace vsx::domain {

std::chrono::nanoseconds ExponentialDelay(uint64_t draw, std::chrono::seconds mean) {
  constexpr int kSurplusBits = 64 - 53;  // a double holds 53
  const double u = std::ldexp(static_cast<double>((draw >> kSurplusBits) + 1), -53);
  const std::chrono::duration<double, std::nano> delay = std::chrono::nanoseconds(mean) * -std::log(u);
  return std::chrono::duration_cast<std::chrono::nanoseconds>(delay);
}

}  // namespace vsx::domain
