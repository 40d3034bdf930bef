#include "tests/end_to_end/eventually.h"

#include <condition_variable>
#include <mutex>

namespace vsx::test {

bool Eventually(const std::function<bool()>& condition, std::chrono::seconds longest) {
  const auto deadline = std::chrono::steady_clock::now() + longest;
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock<std::mutex> lock(mutex);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    never.wait_for(lock, std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace vsx::test
