#ifndef VSX_NODE_SERVICE_TURNS_H_
#define VSX_NODE_SERVICE_TURNS_H_

#include <condition_variable>
#include <mutex>

namespace vsx::service {

// Turns bounds how many do something at once; the others wait. Threads: safe concurrently. Outlives its turns.
class Turns {
 public:
  explicit Turns(int at_once) : free_(at_once) {}

  // A turn, from when there is one until this goes.
  class Turn {
   public:
    explicit Turn(Turns& turns) : turns_(turns) {
      std::unique_lock lock(turns_.mutex_);
      turns_.changed_.wait(lock, [&] { return turns_.free_ > 0; });
      --turns_.free_;
    }
    ~Turn() {
      {
        const std::lock_guard lock(turns_.mutex_);
        ++turns_.free_;
      }
      turns_.changed_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Turns& turns_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int free_;  // guarded by mutex_
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_TURNS_H_
