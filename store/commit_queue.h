#ifndef VSX_STORE_COMMIT_QUEUE_H_
#define VSX_STORE_COMMIT_QUEUE_H_

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/audit_entry.h"
#include "store/write_batch.h"

namespace vsx::store {

// CommitTarget is the medium under a CommitQueue. The queue calls it from one thread at a time.
class CommitTarget {
 public:
  virtual ~CommitTarget() = default;

  virtual absl::StatusOr<std::optional<std::string>> ReadLatest(Table table, const std::string& key) = 0;

  // Writes all changes, in order, atomically; durable when OK. Otherwise the outcome counts as unknown.
  virtual absl::Status WriteSynced(const std::vector<const WriteBatch::Change*>& changes) = 0;

  // How much of the disk's reserve is in use already: a batch must be allowed as much to be taken.
  virtual ReserveUse ReserveInUse() const = 0;
};

// CommitQueue lets threads that commit at the same time share one synced write. The first in the queue leads: it takes
// the batches that wait (up to 256, 1 MiB), judges each one's preconditions against the medium and what earlier batches
// of the group write, numbers their audit entries, writes them as one, and wakes their threads. A lone caller leads at
// once on its own thread; while it syncs, the next group gathers.
//
// Threads: Commit is safe concurrently; none may run when the queue is destroyed. Errors: see Engine.
class CommitQueue {
 public:
  // `target` must outlive the queue; `head` is the audit chain as the medium holds it.
  CommitQueue(CommitTarget& target, AuditHead head) : target_(target), head_(std::move(head)) {}

  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  absl::Status Commit(const WriteBatch& batch);

 private:
  struct Waiter {
    const WriteBatch* batch;
    absl::Status result;
    bool done = false;
    std::condition_variable wake;
  };

  std::vector<Waiter*> GatherGroup() const;  // mutex_ held
  void CommitGroup(const std::vector<Waiter*>& group);

  CommitTarget& target_;
  std::mutex mutex_;
  std::deque<Waiter*> waiters_;  // guarded by mutex_; the front leads

  // The leader's alone, handed on under mutex_.
  AuditHead head_;
  bool write_failed_ = false;
};

}  // namespace vsx::store

#endif  // VSX_STORE_COMMIT_QUEUE_H_
