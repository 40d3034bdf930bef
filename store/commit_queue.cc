#include "store/commit_queue.h"

#include <map>
#include <utility>

namespace vsx::store {
namespace {

constexpr size_t kMaxGroupBatches = 256;
constexpr size_t kMaxGroupBytes = size_t{1} << 20;

// GroupPlan gathers what one synced write will hold. A batch either enters whole or not at all.
class GroupPlan {
 public:
  GroupPlan(CommitTarget& target, const AuditHead& head) : target_(target), head_(head) {}

  absl::Status Add(const WriteBatch& batch) {
    for (const WriteBatch::Precondition& precondition : batch.preconditions()) {
      absl::StatusOr<std::optional<std::string>> present = Read(precondition.table, precondition.key);
      if (!present.ok()) return present.status();
      if (!Holds(precondition, *present)) {
        return absl::AbortedError("the record was changed by someone else meanwhile; read it again");
      }
    }
    for (const WriteBatch::Change& change : batch.changes()) {
      changes_.push_back(&change);
      latest_[{change.table, change.key}] = &change.value;
    }
    for (const std::string& body : batch.audit_bodies()) {
      const AuditEntry entry = NextAuditEntry(head_, body);
      AddOwn({Table::kAudit, AuditEntryKey(entry.chain_id, entry.number), EncodeAuditEntry(entry)});
      head_ = HeadAfter(entry);
    }
    return absl::OkStatus();
  }

  // Call once, after the last Add.
  const std::vector<const WriteBatch::Change*>& Close() {
    if (!own_.empty()) AddOwn({Table::kMeta, AuditHeadKey(), EncodeAuditHead(head_)});
    return changes_;
  }

  const AuditHead& head() const { return head_; }

 private:
  absl::StatusOr<std::optional<std::string>> Read(Table table, const std::string& key) {
    if (const auto it = latest_.find({table, key}); it != latest_.end()) return *it->second;
    return target_.ReadLatest(table, key);
  }

  void AddOwn(WriteBatch::Change change) {
    own_.push_back(std::move(change));
    changes_.push_back(&own_.back());
  }

  CommitTarget& target_;
  AuditHead head_;
  std::vector<const WriteBatch::Change*> changes_;
  std::deque<WriteBatch::Change> own_;  // audit rows; a deque, since changes_ points into it
  std::map<std::pair<Table, std::string>, const std::optional<std::string>*> latest_;
};

}  // namespace

absl::Status CommitQueue::Commit(const WriteBatch& batch) {
  if (absl::Status status = batch.Validate(); !status.ok()) return status;
  Waiter self{.batch = &batch, .result = {}, .done = false, .wake = {}};

  std::unique_lock lock(mutex_);
  waiters_.push_back(&self);
  self.wake.wait(lock, [&] { return self.done || waiters_.front() == &self; });
  if (self.done) return self.result;

  const std::vector<Waiter*> group = GatherGroup();
  lock.unlock();
  CommitGroup(group);
  lock.lock();

  // Notified under the lock: a woken waiter's condition variable is gone as soon as its thread returns.
  for (Waiter* waiter : group) {
    waiters_.pop_front();
    waiter->done = true;
    if (waiter != &self) waiter->wake.notify_one();
  }
  if (!waiters_.empty()) waiters_.front()->wake.notify_one();
  return self.result;
}

std::vector<CommitQueue::Waiter*> CommitQueue::GatherGroup() const {
  std::vector<Waiter*> group;
  size_t bytes = 0;
  for (Waiter* waiter : waiters_) {
    bytes += waiter->batch->size_bytes();
    if (!group.empty() && (group.size() == kMaxGroupBatches || bytes > kMaxGroupBytes)) break;
    group.push_back(waiter);
  }
  return group;
}

void CommitQueue::CommitGroup(const std::vector<Waiter*>& group) {
  if (write_failed_) {
    for (Waiter* waiter : group) {
      waiter->result = absl::UnavailableError("an earlier write failed and its outcome is unknown; restart the node");
    }
    return;
  }

  GroupPlan plan(target_, head_);
  const ReserveUse in_use = target_.ReserveInUse();
  for (Waiter* waiter : group) {
    if (waiter->batch->reserve_use() < in_use) {
      waiter->result = absl::ResourceExhaustedError("the disk is full up to its reserve; free space on the data disk");
    } else {
      waiter->result = plan.Add(*waiter->batch);
    }
  }
  const std::vector<const WriteBatch::Change*>& changes = plan.Close();
  if (changes.empty()) return;

  if (absl::Status written = target_.WriteSynced(changes); !written.ok()) {
    write_failed_ = true;
    for (Waiter* waiter : group) {
      if (waiter->result.ok()) waiter->result = written;
    }
    return;
  }
  head_ = plan.head();
}

}  // namespace vsx::store
