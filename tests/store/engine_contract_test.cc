// The contract of Engine, over every implementation.

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/audit_log.h"
#include "tests/store/engine_harness.h"

namespace vsx::store {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

template <typename Harness>
class EngineContractTest : public ::testing::Test {
 protected:
  Engine& engine() { return harness_.engine(); }
  Harness harness_;
};

using EngineHarnesses = ::testing::Types<RocksDbHarness, InMemoryHarness>;
TYPED_TEST_SUITE(EngineContractTest, EngineHarnesses);

TYPED_TEST(EngineContractTest, CommittedRowsAreRead) {
  WriteBatch batch;
  batch.Put(Table::kCase, "a", "1");
  batch.Put(Table::kInbox, "a", "2");
  batch.Put(Table::kInbox, std::string_view("b\0c", 3), std::string_view("\0\xff", 2));
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  EXPECT_THAT(GetNow(this->engine(), Table::kCase, "a"), Optional(std::string("1")));
  EXPECT_THAT(GetNow(this->engine(), Table::kInbox, "a"), Optional(std::string("2")));
  EXPECT_THAT(GetNow(this->engine(), Table::kInbox, std::string_view("b\0c", 3)), Optional(std::string("\0\xff", 2)));
  EXPECT_EQ(GetNow(this->engine(), Table::kOutbox, "a"), std::nullopt);
}

TYPED_TEST(EngineContractTest, LastChangeToAKeyWins) {
  WriteBatch batch;
  batch.Put(Table::kCase, "a", "1");
  batch.Delete(Table::kCase, "a");
  batch.Delete(Table::kCase, "b");
  batch.Put(Table::kCase, "b", "2");
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  EXPECT_EQ(GetNow(this->engine(), Table::kCase, "a"), std::nullopt);
  EXPECT_THAT(GetNow(this->engine(), Table::kCase, "b"), Optional(std::string("2")));
}

TYPED_TEST(EngineContractTest, FailedPreconditionWritesNothing) {
  ASSERT_TRUE(this->engine().Commit(PutBatch("held", "1")).ok());
  std::vector<WriteBatch> refused(4);
  refused[0].RequireAbsent(Table::kCase, "held");
  refused[1].RequirePresent(Table::kCase, "missing");
  refused[2].RequireUnchanged(Table::kCase, "held", "2");
  refused[3].RequireUnchanged(Table::kCase, "missing", "");
  for (WriteBatch& batch : refused) {
    batch.Put(Table::kCase, "new", "x");
    batch.AppendAudit("never");
    EXPECT_EQ(this->engine().Commit(batch).code(), absl::StatusCode::kAborted);
  }
  EXPECT_EQ(GetNow(this->engine(), Table::kCase, "new"), std::nullopt);
  EXPECT_EQ(ReadAuditHead(*this->engine().TakeSnapshot())->number, 0u);
}

TYPED_TEST(EngineContractTest, PreconditionsThatHoldLetTheBatchThrough) {
  ASSERT_TRUE(this->engine().Commit(PutBatch("held", "1")).ok());
  WriteBatch batch;
  batch.RequireAbsent(Table::kCase, "new");
  batch.RequireAbsent(Table::kInbox, "held");
  batch.RequirePresent(Table::kCase, "held");
  batch.RequireUnchanged(Table::kCase, "held", "1");
  batch.Put(Table::kCase, "new", "x");
  batch.Delete(Table::kCase, "held");
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  EXPECT_THAT(GetNow(this->engine(), Table::kCase, "new"), Optional(std::string("x")));
  EXPECT_EQ(GetNow(this->engine(), Table::kCase, "held"), std::nullopt);
}

TYPED_TEST(EngineContractTest, BatchWithoutChangesOnlyJudgesPreconditions) {
  WriteBatch batch;
  EXPECT_TRUE(this->engine().Commit(batch).ok());
  batch.RequirePresent(Table::kCase, "missing");
  EXPECT_EQ(this->engine().Commit(batch).code(), absl::StatusCode::kAborted);
}

TYPED_TEST(EngineContractTest, ImpossibleBatchesAreRefused) {
  std::vector<WriteBatch> refused(6);
  refused[0].Put(Table::kCase, "", "x");
  refused[1].Put(Table::kCase, std::string(kMaxKeyBytes + 1, 'k'), "x");
  refused[2].Put(Table::kCase, "k", std::string(kMaxValueBytes + 1, 'v'));
  refused[3].Put(Table::kAudit, "k", "forged");
  refused[4].Delete(Table::kMeta, AuditHeadKey());
  for (int i = 0; i < 5; ++i) refused[5].Put(Table::kCase, "k", std::string(kMaxValueBytes, 'v'));
  for (const WriteBatch& batch : refused) {
    EXPECT_EQ(this->engine().Commit(batch).code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(this->engine().Commit(PutBatch("k", "v", Table::kMeta)).ok());
}

TYPED_TEST(EngineContractTest, SnapshotDoesNotMove) {
  ASSERT_TRUE(this->engine().Commit(PutBatch("a", "old")).ok());
  const std::unique_ptr<Snapshot> before = this->engine().TakeSnapshot();
  WriteBatch batch;
  batch.Put(Table::kCase, "a", "new");
  batch.Put(Table::kCase, "b", "new");
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  EXPECT_THAT(*before->Get(Table::kCase, "a"), Optional(std::string("old")));
  EXPECT_EQ(*before->Get(Table::kCase, "b"), std::nullopt);
  EXPECT_THAT(before->Scan(Table::kCase, "", "", 10)->rows, ElementsAre(Row{"a", "old"}));
  EXPECT_THAT(GetNow(this->engine(), Table::kCase, "a"), Optional(std::string("new")));
}

TYPED_TEST(EngineContractTest, ScanGivesPagesInByteOrderWithinThePrefix) {
  WriteBatch batch;
  for (const char* key : {"p", "p\x01", "p\x7f", "p\x80", "p\xff", "p\xff\xff", "o\xff", "q"}) {
    batch.Put(Table::kInbox, key, key);
  }
  batch.Put(Table::kOutbox, "p1", "another table");
  ASSERT_TRUE(this->engine().Commit(batch).ok());
  const std::unique_ptr<Snapshot> snapshot = this->engine().TakeSnapshot();

  std::vector<std::string> seen;
  std::string after;
  for (bool more = true; more;) {
    absl::StatusOr<Page> page = snapshot->Scan(Table::kInbox, "p", after, 2);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_LE(page->rows.size(), 2u);
    for (const Row& row : page->rows) seen.push_back(row.key);
    more = page->has_more;
    if (more) after = page->rows.back().key;
  }
  EXPECT_THAT(seen, ElementsAre("p", "p\x01", "p\x7f", "p\x80", "p\xff", "p\xff\xff"));
  EXPECT_FALSE(snapshot->Scan(Table::kInbox, "p", "", 6)->has_more);
  EXPECT_TRUE(snapshot->Scan(Table::kInbox, "p", "", 5)->has_more);
  EXPECT_TRUE(snapshot->Scan(Table::kInbox, "x", "", 5)->rows.empty());
}

TYPED_TEST(EngineContractTest, ScanRefusesUnboundedPagesAndForeignContinuations) {
  const std::unique_ptr<Snapshot> snapshot = this->engine().TakeSnapshot();
  EXPECT_EQ(snapshot->Scan(Table::kCase, "p", "", 0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(snapshot->Scan(Table::kCase, "p", "", 1001).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(snapshot->Scan(Table::kCase, "p", "q", 10).status().code(), absl::StatusCode::kInvalidArgument);
}

TYPED_TEST(EngineContractTest, PageIsBoundedInBytes) {
  for (const char* key : {"a", "b", "c", "d"}) {
    ASSERT_TRUE(this->engine().Commit(PutBatch(key, std::string(kMaxValueBytes, 'v'))).ok());
  }
  const absl::StatusOr<Page> page = this->engine().TakeSnapshot()->Scan(Table::kCase, "", "", 100);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->rows.size(), 2u);
  EXPECT_TRUE(page->has_more);
}

TYPED_TEST(EngineContractTest, SnapshotOutlivesTheEngine) {
  auto harness = std::make_unique<TypeParam>();
  ASSERT_TRUE(harness->engine().Commit(PutBatch("a", "1")).ok());
  const std::unique_ptr<Snapshot> snapshot = harness->engine().TakeSnapshot();
  harness.reset();
  EXPECT_THAT(*snapshot->Get(Table::kCase, "a"), Optional(std::string("1")));
}

TYPED_TEST(EngineContractTest, FailedWriteRefusesAllLaterOnes) {
  ASSERT_TRUE(this->engine().Commit(PutBatch("before", "1")).ok());
  WriteBatch lost = PutBatch("lost", "1");
  lost.AppendAudit("lost");
  EXPECT_EQ(this->harness_.CommitWhileDiskFails(lost).code(), absl::StatusCode::kUnavailable);
  const absl::Status later = this->engine().Commit(PutBatch("later", "1"));
  EXPECT_EQ(later.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(later.message()), ::testing::HasSubstr("earlier write failed"));
  EXPECT_THAT(GetNow(this->engine(), Table::kCase, "before"), Optional(std::string("1")));
  EXPECT_EQ(GetNow(this->engine(), Table::kCase, "later"), std::nullopt);
}

TYPED_TEST(EngineContractTest, LastSpaceIsKeptForWithdrawals) {
  this->harness_.UseReserve(ReserveUse::kAll);
  EXPECT_EQ(this->engine().Commit(PutBatch("a", "1")).code(), absl::StatusCode::kResourceExhausted);
  WriteBatch withdrawal = PutBatch("w", "1");
  withdrawal.UseReservedSpace();
  EXPECT_TRUE(this->engine().Commit(withdrawal).ok());
  EXPECT_EQ(GetNow(this->engine(), Table::kCase, "a"), std::nullopt);
  EXPECT_THAT(GetNow(this->engine(), Table::kCase, "w"), Optional(std::string("1")));
}

TYPED_TEST(EngineContractTest, HalfOfTheLastSpaceIsForAnswersAndAllOfItForWithdrawals) {
  this->harness_.UseReserve(ReserveUse::kHalf);
  EXPECT_EQ(this->engine().Commit(PutBatch("a", "1")).code(), absl::StatusCode::kResourceExhausted);
  WriteBatch answer = PutBatch("answer", "1");
  answer.UseHalfOfReservedSpace();
  EXPECT_TRUE(this->engine().Commit(answer).ok());
  WriteBatch withdrawal = PutBatch("w", "1");
  withdrawal.UseReservedSpace();
  EXPECT_TRUE(this->engine().Commit(withdrawal).ok());

  this->harness_.UseReserve(ReserveUse::kAll);
  EXPECT_EQ(this->engine().Commit(answer).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(this->engine().Commit(withdrawal).ok());
}

// Each thread adds one to a shared counter by read, decide, commit; no increment may be lost and none done twice.
TYPED_TEST(EngineContractTest, PreconditionsReplaceLocks) {
  ASSERT_TRUE(this->engine().Commit(PutBatch("counter", "0")).ok());
  constexpr int kThreads = 8;
  constexpr int kRounds = 20;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int done = 0; done < kRounds;) {
        const std::string seen = GetNow(this->engine(), Table::kCase, "counter").value();
        WriteBatch batch = PutBatch("counter", std::to_string(std::stoi(seen) + 1));
        batch.RequireUnchanged(Table::kCase, "counter", seen);
        const absl::Status status = this->engine().Commit(batch);
        if (status.ok()) ++done;
        if (!status.ok() && status.code() != absl::StatusCode::kAborted) break;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(GetNow(this->engine(), Table::kCase, "counter"), Optional(std::to_string(kThreads * kRounds)));
}

TYPED_TEST(EngineContractTest, ThirtyTwoThreadsEachFindTheirOwnWritesWhole) {
  constexpr int kThreads = 32;
  constexpr int kRounds = 20;
  std::atomic<int> faults = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int round = 0; round < kRounds; ++round) {
        const std::string key = std::to_string(t) + "/" + std::to_string(round);
        WriteBatch batch;
        batch.RequireAbsent(Table::kCase, key);
        batch.Put(Table::kCase, key, key);
        batch.Put(Table::kInbox, key, key);
        batch.AppendAudit(key);
        if (!this->engine().Commit(batch).ok()) ++faults;
        const std::unique_ptr<Snapshot> snapshot = this->engine().TakeSnapshot();
        if (*snapshot->Get(Table::kCase, key) != key || *snapshot->Get(Table::kInbox, key) != key) ++faults;
        if (this->engine().Commit(batch).code() != absl::StatusCode::kAborted) ++faults;
        // Both tables hold the same rows in any snapshot: batches are never seen half done.
        if (snapshot->Scan(Table::kCase, "", "", 1000)->rows != snapshot->Scan(Table::kInbox, "", "", 1000)->rows) {
          ++faults;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(faults, 0);
  const absl::StatusOr<AuditVerdict> verdict = VerifyAuditChain(*this->engine().TakeSnapshot());
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_FALSE(verdict->fault.has_value());
  EXPECT_EQ(verdict->verified, static_cast<uint64_t>(kThreads * kRounds));
}

}  // namespace
}  // namespace vsx::store
