#include "node/service/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace vsx::service {
namespace {

// A tenth of the weight of priority 0.
constexpr int kLowPriority = 10;

}  // namespace

void YieldToOthers() { (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kLowPriority); }

}  // namespace vsx::service
