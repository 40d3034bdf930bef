#ifndef VSX_NODE_SERVICE_CLOCK_H_
#define VSX_NODE_SERVICE_CLOCK_H_

#include "node/domain/calendar.h"

namespace vsx::service {

// Clock tells the time of day; the only source of time in service/. Threads: safe concurrently.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual domain::FineTime FineNow() const = 0;
  domain::UnixTime Now() const { return domain::SecondOf(FineNow()); }
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CLOCK_H_
