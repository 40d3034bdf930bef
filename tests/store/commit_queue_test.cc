// CommitQueue over a fake medium that a test can hold up, so that what enters one group is certain.

#include "store/commit_queue.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace vsx::store {
namespace {

class FakeCommitTarget final : public CommitTarget {
 public:
  absl::StatusOr<std::optional<std::string>> ReadLatest(Table, const std::string& key) override {
    const auto it = rows.find(key);
    return it == rows.end() ? std::nullopt : std::optional(it->second);
  }

  absl::Status WriteSynced(const std::vector<const WriteBatch::Change*>& changes) override {
    ++writes;
    std::unique_lock lock(mutex_);
    entered_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !held_; });
    if (!fail_with.ok()) return fail_with;
    for (const WriteBatch::Change* change : changes) {
      if (change->value.has_value()) {
        rows[change->key] = *change->value;
      } else {
        rows.erase(change->key);
      }
    }
    return absl::OkStatus();
  }

  ReserveUse ReserveInUse() const override { return ReserveUse::kNone; }

  void Hold() { held_ = true; }
  void AwaitWriter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return entered_; });
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    held_ = false;
    changed_.notify_all();
  }

  std::map<std::string, std::string> rows;
  std::atomic<int> writes = 0;
  absl::Status fail_with;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  bool entered_ = false;
};

WriteBatch Claim(const std::string& key, const std::string& owner) {
  WriteBatch batch;
  batch.RequireAbsent(Table::kCase, key);
  batch.Put(Table::kCase, key, owner);
  batch.AppendAudit(owner);
  return batch;
}

AuditHead FreshHead() { return NewAuditChain(std::string(kAuditChainIdSize, 'c')); }

TEST(CommitQueueTest, LoneCallerWritesOnItsOwnThread) {
  FakeCommitTarget target;
  CommitQueue queue(target, FreshHead());
  EXPECT_TRUE(queue.Commit(Claim("k", "one")).ok());
  EXPECT_EQ(target.writes, 1);
  EXPECT_EQ(target.rows["k"], "one");
}

// One writer is held up in its sync; the others gather behind it and all want the same key.
TEST(CommitQueueTest, WithinOneGroupTheFirstClaimWins) {
  constexpr int kClaimants = 8;
  FakeCommitTarget target;
  CommitQueue queue(target, FreshHead());
  target.Hold();
  std::thread first([&] { EXPECT_TRUE(queue.Commit(Claim("first", "first")).ok()); });
  target.AwaitWriter();

  std::atomic<int> won = 0;
  std::atomic<int> aborted = 0;
  std::vector<std::thread> claimants;
  for (int i = 0; i < kClaimants; ++i) {
    claimants.emplace_back([&, i] {
      const absl::Status status = queue.Commit(Claim("shared", std::to_string(i)));
      if (status.ok()) ++won;
      if (status.code() == absl::StatusCode::kAborted) ++aborted;
    });
  }
  target.Release();
  first.join();
  for (std::thread& claimant : claimants) claimant.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(aborted, kClaimants - 1);
  const AuditHead head = DecodeAuditHead(target.rows[AuditHeadKey()]).value();
  EXPECT_EQ(head.number, 2u) << "an aborted batch must leave no audit entry";
}

TEST(CommitQueueTest, WaitersShareOneWrite) {
  constexpr int kWaiters = 32;
  FakeCommitTarget target;
  CommitQueue queue(target, FreshHead());
  std::vector<std::thread> threads;
  target.Hold();
  std::thread first([&] { EXPECT_TRUE(queue.Commit(Claim("first", "first")).ok()); });
  target.AwaitWriter();
  std::atomic<int> started = 0;
  for (int i = 0; i < kWaiters; ++i) {
    threads.emplace_back([&, i] {
      ++started;
      EXPECT_TRUE(queue.Commit(Claim(std::to_string(i), "x")).ok());
    });
  }
  while (started < kWaiters) std::this_thread::yield();
  target.Release();
  first.join();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(target.rows.count("31"), 1u);
  EXPECT_LT(target.writes, kWaiters) << "each batch had a write of its own";
  EXPECT_EQ(DecodeAuditHead(target.rows[AuditHeadKey()])->number, 1u + kWaiters);
}

TEST(CommitQueueTest, FailedWriteAnswersItsGroupAndRefusesTheRest) {
  FakeCommitTarget target;
  CommitQueue queue(target, FreshHead());
  ASSERT_TRUE(queue.Commit(Claim("a", "1")).ok());
  target.fail_with = absl::ResourceExhaustedError("full");
  EXPECT_EQ(queue.Commit(Claim("b", "1")).code(), absl::StatusCode::kResourceExhausted);
  target.fail_with = absl::OkStatus();
  EXPECT_EQ(queue.Commit(Claim("c", "1")).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(target.writes, 2) << "after a failed write nothing reaches the medium";
}

TEST(CommitQueueTest, AuditNumbersGoOnFromTheHeadGiven) {
  FakeCommitTarget target;
  AuditHead head = FreshHead();
  head = HeadAfter(NextAuditEntry(head, "earlier"));
  CommitQueue queue(target, head);
  ASSERT_TRUE(queue.Commit(Claim("k", "later")).ok());
  const std::string value = target.rows[AuditEntryKey(head.chain_id, 2)];
  const AuditEntry entry = DecodeAuditEntry(AuditEntryKey(head.chain_id, 2), value).value();
  EXPECT_EQ(entry, NextAuditEntry(head, "later"));
}

}  // namespace
}  // namespace vsx::store
