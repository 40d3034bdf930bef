#ifndef VSX_NODE_MAIN_SYSTEM_CLOCK_H_
#define VSX_NODE_MAIN_SYSTEM_CLOCK_H_

#include "node/service/clock.h"

namespace vsx::main {

// SystemClock is the machine's own time of day.
class SystemClock final : public service::Clock {
 public:
  domain::FineTime FineNow() const override;
};

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_SYSTEM_CLOCK_H_
