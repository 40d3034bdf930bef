#include "node/main/system_clock.h"

#include <chrono>

namespace vsx::main {

domain::UnixTime SystemClock::Now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count()};
}

}  // namespace vsx::main
