#include "node/service/crypto_pool.h"

#include <utility>

namespace vsx::service {

CryptoPool::CryptoPool(size_t threads) {
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

CryptoPool::~CryptoPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void CryptoPool::Run(CryptoPriority priority, std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    (priority == CryptoPriority::kInteractive ? interactive_ : bulk_).push_back(std::move(work));
  }
  changed_.notify_one();
}

void CryptoPool::Work() {
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !interactive_.empty() || !bulk_.empty(); });
      std::deque<std::function<void()>>& queue = interactive_.empty() ? bulk_ : interactive_;
      if (queue.empty()) return;
      work = std::move(queue.front());
      queue.pop_front();
    }
    work();
  }
}

}  // namespace vsx::service
