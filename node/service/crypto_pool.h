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

// CryptoPool runs curve operations on a fixed number of threads for each kind of work; within one kind, in order. The
// threads of bulk work run at a low priority of the operating system, which takes the processor from them in the middle
// of a piece when interactive work comes. A piece of work may not block on anything but the processor. Threads: Run is
// safe concurrently.
class CryptoPool {
 public:
  // `threads`: of each kind.
  explicit CryptoPool(size_t threads);
  // Runs what was given, then ends.
  ~CryptoPool();
  CryptoPool(const CryptoPool&) = delete;
  CryptoPool& operator=(const CryptoPool&) = delete;

  void Run(CryptoPriority priority, std::function<void()> work);

  size_t size() const { return threads_.size() / 2; }

 private:
  struct Queue {
    std::condition_variable changed;
    std::deque<std::function<void()>> work;  // guarded by mutex_
  };

  void Work(Queue& queue);

  std::mutex mutex_;
  Queue interactive_;
  Queue bulk_;
  bool stopping_ = false;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CRYPTO_POOL_H_
