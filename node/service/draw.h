#ifndef VSX_NODE_SERVICE_DRAW_H_
#define VSX_NODE_SERVICE_DRAW_H_

#include <cstdint>
#include <cstring>
#include <string>

#include "crypto/random_source.h"

namespace vsx::service {

// A uniformly random number, for the rules of domain/ that take one.
inline uint64_t Draw(crypto::RandomSource& random) {
  const std::string bytes = random.Bytes(sizeof(uint64_t));
  uint64_t draw = 0;
  std::memcpy(&draw, bytes.data(), sizeof(draw));
  return draw;
}

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_DRAW_H_
