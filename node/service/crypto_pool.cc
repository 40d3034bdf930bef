#include "node/service/crypto_pool.h"

#include <utility>

#include "node/service/thread_priority.h"

namespace vsx::service {

CryptoPool::CryptoPool(size_t threads) {
  threads_.reserve(2 * threads);
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Work(interactive_); });
    threads_.emplace_back([this] {
      YieldToOthers();
      Work(bulk_);
    });
  }
}

CryptoPool::~CryptoPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  interactive_.changed.notify_all();
  bulk_.changed.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void CryptoPool::Run(CryptoPriority priority, std::function<void()> work) {
  Queue& queue = priority == CryptoPriority::kInteractive ? interactive_ : bulk_;
  {
    const std::lock_guard lock(mutex_);
    queue.work.push_back(std::move(work));
  }
  queue.changed.notify_one();
}

void CryptoPool::Work(Queue& queue) {
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      queue.changed.wait(lock, [&] { return stopping_ || !queue.work.empty(); });
      if (queue.work.empty()) return;
      work = std::move(queue.work.front());
      queue.work.pop_front();
    }
    work();
  }
}

}  // namespace vsx::service
