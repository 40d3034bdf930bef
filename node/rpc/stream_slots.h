#ifndef VSX_NODE_RPC_STREAM_SLOTS_H_
#define VSX_NODE_RPC_STREAM_SLOTS_H_

#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace vsx::rpc {

// StreamSlots bounds how many long answers each caller has under way at once, since each holds a worker thread of its
// port. Threads: safe concurrently. Outlives its slots.
class StreamSlots {
 public:
  // A place that is taken until this goes.
  class Slot {
   public:
    Slot(Slot&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)), caller_(std::move(other.caller_)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (slots_ != nullptr) slots_->Free(caller_);
    }

   private:
    friend class StreamSlots;
    Slot(StreamSlots* slots, std::string caller) : slots_(slots), caller_(std::move(caller)) {}
    StreamSlots* slots_;
    std::string caller_;
  };

  // `all`: how many all callers together may have.
  explicit StreamSlots(int per_caller, int all = std::numeric_limits<int>::max())
      : per_caller_(per_caller), all_(all) {}

  // Nothing if the caller has all of its places, or if all are taken.
  std::optional<Slot> Take(const std::string& caller);

 private:
  void Free(const std::string& caller);

  const int per_caller_;
  const int all_;
  std::mutex mutex_;
  int all_taken_ = 0;                 // guarded by mutex_
  std::map<std::string, int> taken_;  // guarded by mutex_; only callers that have some
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_STREAM_SLOTS_H_
