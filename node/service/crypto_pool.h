#ifndef VSX_NODE_SERVICE_CRYPTO_POOL_H_
#define VSX_NODE_SERVICE_CRYPTO_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace vsx::service {

// What a piece of work is for: an officer who waits comes before a list that is worked through.
enum class CryptoPriority { kInteractive, kBulk };

// CryptoPool runs curve operations on a fixed number of threads, interactive work before bulk work; within one kind, in
// order. A piece of work may not block on anything but the processor. Threads: Run is safe concurrently.
class CryptoPool {
 public:
  explicit CryptoPool(size_t threads);
  // Runs what was given, then ends.
  ~CryptoPool();
  CryptoPool(const CryptoPool&) = delete;
  CryptoPool& operator=(const CryptoPool&) = delete;

  void Run(CryptoPriority priority, std::function<void()> work);

  size_t size() const { return threads_.size(); }

 private:
  void Work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> interactive_;  // guarded by mutex_
  std::deque<std::function<void()>> bulk_;         // guarded by mutex_
  bool stopping_ = false;                          // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CRYPTO_POOL_H_
