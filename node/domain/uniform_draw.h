#ifndef VSX_NODE_DOMAIN_UNIFORM_DRAW_H_
#define VSX_NODE_DOMAIN_UNIFORM_DRAW_H_

#include <cmath>
#include <cstdint>

namespace vsx::domain {

// A number in (0, 1] from the 53 upper bits of `draw`, which is uniformly random: as many as a double holds.
inline double UniformDraw(uint64_t draw) {
  constexpr int kSurplusBits = 64 - 53;
  return std::ldexp(static_cast<double>((draw >> kSurplusBits) + 1), -53);
}

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_UNIFORM_DRAW_H_
