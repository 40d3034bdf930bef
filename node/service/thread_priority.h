#ifndef VSX_NODE_SERVICE_THREAD_PRIORITY_H_
#define VSX_NODE_SERVICE_THREAD_PRIORITY_H_

namespace vsx::service {

// From now on the calling thread gets a tenth of what an interactive one gets where both want the processor. On Linux a
// thread has a priority of its own. Where the process runs at a lower one already it stays there. There is no way back.
void YieldToOthers();

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_THREAD_PRIORITY_H_
