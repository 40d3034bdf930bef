#include "node/main/system_clock.h"

#include <chrono>

namespace vsx::main {

domain::FineTime SystemClock::FineNow() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace vsx::main
