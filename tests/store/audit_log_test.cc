#include "store/audit_log.h"

#include <map>
#include <set>
#include <thread>

#include "crypto/hash.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/in_memory_engine.h"
#include "tests/store/engine_harness.h"

namespace vsx::store {
namespace {

// A snapshot whose rows a test can alter: what someone with access to the files could make of them.
class AlterableSnapshot final : public Snapshot {
 public:
  explicit AlterableSnapshot(const Snapshot& original) {
    const absl::StatusOr<Page> page = original.Scan(Table::kAudit, "", "", kMaxPageRows);
    for (const Row& row : page->rows) audit[row.key] = row.value;
    head = original.Get(Table::kMeta, AuditHeadKey())->value();
  }

  absl::StatusOr<std::optional<std::string>> Get(Table, std::string_view) const override { return head; }
  absl::StatusOr<Page> Scan(Table, std::string_view, std::string_view after_key, size_t limit) const override {
    Page page;
    for (auto it = audit.upper_bound(std::string(after_key)); it != audit.end(); ++it) {
      page.has_more = page.rows.size() == std::min<size_t>(limit, 3);  // short pages, so that verification turns them
      if (page.has_more) break;
      page.rows.push_back({it->first, it->second});
    }
    return page;
  }

  std::map<std::string, std::string> audit;
  std::optional<std::string> head;
};

class AuditLogTest : public ::testing::Test {
 protected:
  AuditLogTest() {
    for (int i = 1; i <= 10; ++i) {
      WriteBatch batch;
      batch.AppendAudit("entry " + std::to_string(i));
      EXPECT_TRUE(engine_.Commit(batch).ok());
    }
    chain_ = ReadAuditHead(*engine_.TakeSnapshot())->chain_id;
  }

  AlterableSnapshot Altered() const { return AlterableSnapshot(*engine_.TakeSnapshot()); }
  std::string KeyOf(uint64_t number) const { return AuditEntryKey(chain_, number); }

  // The number that verification names; 0 if it finds the chain sound.
  static uint64_t FaultIn(const Snapshot& snapshot, const std::optional<AuditHead>& expected = std::nullopt) {
    const absl::StatusOr<AuditVerdict> verdict = VerifyAuditChain(snapshot, expected);
    EXPECT_TRUE(verdict.ok()) << verdict.status();
    return verdict.ok() && verdict->fault.has_value() ? verdict->fault->number : 0;
  }

  crypto::SystemRandomSource random_;
  InMemoryEngine engine_{random_};
  std::string chain_;
};

TEST_F(AuditLogTest, EntriesAreNumberedChainedAndReadInPages) {
  const std::unique_ptr<Snapshot> snapshot = engine_.TakeSnapshot();
  const auto first = ReadAudit(*snapshot, 0, 4);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->size(), 4u);
  EXPECT_EQ((*first)[0].previous_hash, std::string(32, '\0'));
  for (size_t i = 0; i < first->size(); ++i) {
    EXPECT_EQ((*first)[i].number, i + 1);
    EXPECT_EQ((*first)[i].body, "entry " + std::to_string(i + 1));
    if (i > 0) {
      EXPECT_EQ((*first)[i].previous_hash, (*first)[i - 1].hash);
    }
  }
  EXPECT_EQ(ReadAudit(*snapshot, 8, 100)->size(), 2u);
  EXPECT_TRUE(ReadAudit(*snapshot, 10, 100)->empty());
}

// The formula written out once more, independent of the code under test: SHA-256(LP(label)‖chain
// id‖u64‖previous‖LP(body)).
TEST_F(AuditLogTest, HashIsTheOneThatTheLayoutStates) {
  const AuditEntry entry = ReadAudit(*engine_.TakeSnapshot(), 0, 1)->front();
  const std::string input = std::string("\0\0\0\x0c", 4) + "vsx/audit/v1" + chain_ +
                            std::string("\0\0\0\0\0\0\0\x01", 8) + std::string(32, '\0') +
                            std::string("\0\0\0\x07", 4) + "entry 1";
  EXPECT_EQ(entry.hash, crypto::Sha256(input));
}

TEST_F(AuditLogTest, SoundChainVerifies) {
  EXPECT_EQ(FaultIn(Altered()), 0u);
  EXPECT_EQ(VerifyAuditChain(Altered())->verified, 10u);
  InMemoryEngine empty(random_);
  EXPECT_EQ(FaultIn(*empty.TakeSnapshot()), 0u);
}

TEST_F(AuditLogTest, AnyAlteredByteOfAnyEntryIsNamed) {
  for (uint64_t number = 1; number <= 10; ++number) {
    const size_t size = Altered().audit[KeyOf(number)].size();
    for (size_t at = 0; at < size; ++at) {
      AlterableSnapshot snapshot = Altered();
      snapshot.audit[KeyOf(number)][at] ^= 1;
      EXPECT_EQ(FaultIn(snapshot), number) << "byte " << at;
    }
  }
}

TEST_F(AuditLogTest, BodyReplacedWithARecomputedHashIsNamedAtTheNextEntry) {
  AlterableSnapshot snapshot = Altered();
  const AuditEntry old = *DecodeAuditEntry(KeyOf(4), snapshot.audit[KeyOf(4)]);
  const AuditEntry forged = NextAuditEntry({old.chain_id, 3, old.previous_hash}, "another story");
  snapshot.audit[KeyOf(4)] = EncodeAuditEntry(forged);
  EXPECT_EQ(FaultIn(snapshot), 5u);
}

TEST_F(AuditLogTest, LastEntryReplacedWithARecomputedHashIsNamedByTheHead) {
  AlterableSnapshot snapshot = Altered();
  const AuditEntry old = *DecodeAuditEntry(KeyOf(10), snapshot.audit[KeyOf(10)]);
  snapshot.audit[KeyOf(10)] = EncodeAuditEntry(NextAuditEntry({old.chain_id, 9, old.previous_hash}, "another story"));
  EXPECT_EQ(FaultIn(snapshot), 10u);
}

TEST_F(AuditLogTest, MissingEntriesAreNamed) {
  for (uint64_t number = 1; number <= 10; ++number) {
    AlterableSnapshot snapshot = Altered();
    snapshot.audit.erase(KeyOf(number));
    EXPECT_EQ(FaultIn(snapshot), number);
  }
}

TEST_F(AuditLogTest, EntriesChangedRoundAreNamed) {
  AlterableSnapshot snapshot = Altered();
  std::swap(snapshot.audit[KeyOf(6)], snapshot.audit[KeyOf(7)]);
  EXPECT_EQ(FaultIn(snapshot), 6u);
}

TEST_F(AuditLogTest, EntryOfAnotherChainIsNamed) {
  AlterableSnapshot snapshot = Altered();
  snapshot.audit[AuditEntryKey(std::string(16, '\xff'), 1)] = snapshot.audit[KeyOf(1)];
  EXPECT_EQ(FaultIn(snapshot), 11u);
}

TEST_F(AuditLogTest, EntryBeyondTheHeadIsNamed) {
  AlterableSnapshot snapshot = Altered();
  const AuditHead head = *DecodeAuditHead(*snapshot.head);
  snapshot.audit[KeyOf(11)] = EncodeAuditEntry(NextAuditEntry(head, "unheard of"));
  EXPECT_EQ(FaultIn(snapshot), 11u);
}

TEST_F(AuditLogTest, ChainAndHeadCutBackTogetherAreFoundAgainstAHeadKnownBefore) {
  AlterableSnapshot snapshot = Altered();
  const AuditHead known = *DecodeAuditHead(*snapshot.head);
  snapshot.audit.erase(KeyOf(10));
  snapshot.audit.erase(KeyOf(9));
  snapshot.head = EncodeAuditHead(HeadAfter(*DecodeAuditEntry(KeyOf(8), snapshot.audit[KeyOf(8)])));
  EXPECT_EQ(FaultIn(snapshot), 0u) << "alone, the cut chain is consistent";
  EXPECT_EQ(FaultIn(snapshot, known), 9u);
}

TEST_F(AuditLogTest, RewrittenChainIsFoundAgainstAHeadKnownBefore) {
  const AuditHead known = *ReadAuditHead(*engine_.TakeSnapshot());
  AlterableSnapshot rewritten = Altered();
  AuditHead head = NewAuditChain(chain_);
  for (uint64_t number = 1; number <= 12; ++number) {
    const AuditEntry entry = NextAuditEntry(head, "another story");
    rewritten.audit[KeyOf(number)] = EncodeAuditEntry(entry);
    head = HeadAfter(entry);
  }
  rewritten.head = EncodeAuditHead(head);
  EXPECT_EQ(FaultIn(rewritten), 0u);
  EXPECT_EQ(FaultIn(rewritten, known), 10u);
}

TEST_F(AuditLogTest, MissingOrMalformedHeadIsDataLoss) {
  AlterableSnapshot snapshot = Altered();
  snapshot.head->pop_back();
  EXPECT_EQ(VerifyAuditChain(snapshot).status().code(), absl::StatusCode::kDataLoss);
  snapshot.head.reset();
  EXPECT_EQ(VerifyAuditChain(snapshot).status().code(), absl::StatusCode::kDataLoss);
}

template <typename Harness>
class AuditConcurrencyTest : public ::testing::Test {
 protected:
  Harness harness_;
};
using AuditHarnesses = ::testing::Types<RocksDbHarness, InMemoryHarness>;
TYPED_TEST_SUITE(AuditConcurrencyTest, AuditHarnesses);

TYPED_TEST(AuditConcurrencyTest, SixteenWritersMakeOneUnbrokenChain) {
  constexpr int kThreads = 16;
  constexpr int kEntries = 40;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < kEntries; ++i) {
        WriteBatch batch;
        batch.AppendAudit(std::to_string(t) + "/" + std::to_string(i));
        EXPECT_TRUE(this->harness_.engine().Commit(batch).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::unique_ptr<Snapshot> snapshot = this->harness_.engine().TakeSnapshot();
  const absl::StatusOr<AuditVerdict> verdict = VerifyAuditChain(*snapshot);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_FALSE(verdict->fault.has_value());
  ASSERT_EQ(verdict->verified, static_cast<uint64_t>(kThreads * kEntries));
  std::set<std::string> bodies;
  const auto entries = ReadAudit(*snapshot, 0, kMaxPageRows);
  for (const AuditEntry& entry : *entries) bodies.insert(entry.body);
  EXPECT_EQ(bodies.size(), static_cast<size_t>(kThreads * kEntries));
}

}  // namespace
}  // namespace vsx::store
