// What RocksDbEngine promises beyond the shared contract: durability, refusals at open, damage found.

#include "store/rocksdb_engine.h"

#include <fstream>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "store/audit_log.h"
#include "store/byte_codec.h"
#include "store/rocksdb_case_key_vault.h"
#include "store/rocksdb_database.h"
#include "tests/store/engine_harness.h"

namespace vsx::store {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

class RocksDbEngineTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<RocksDbEngine>> Open(const StoreIdentity& identity = ExampleIdentity()) {
    return RocksDbEngine::Open(path(), identity, random_);
  }
  std::string path() const { return folder_.path("nested/store"); }

  TempFolder folder_;
  crypto::SystemRandomSource random_;
};

void FlipByte(const std::filesystem::path& file, std::streamoff at) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(at);
  const char byte = static_cast<char>(stream.get());
  stream.seekp(at);
  stream.put(static_cast<char>(byte ^ 0x40));
}

TEST_F(RocksDbEngineTest, AcknowledgedChangesAreThereAfterReopen) {
  for (int round = 0; round < 5; ++round) {
    auto engine = Open();
    ASSERT_TRUE(engine.ok()) << engine.status();
    WriteBatch batch = PutBatch(std::to_string(round), "value");
    batch.AppendAudit("entry " + std::to_string(round));
    ASSERT_TRUE((*engine)->Commit(batch).ok());
  }
  auto engine = Open();
  ASSERT_TRUE(engine.ok()) << engine.status();
  const std::unique_ptr<Snapshot> snapshot = (*engine)->TakeSnapshot();
  EXPECT_EQ(snapshot->Scan(Table::kCase, "", "", 100)->rows.size(), 5u);
  const absl::StatusOr<AuditVerdict> verdict = VerifyAuditChain(*snapshot);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_FALSE(verdict->fault.has_value()) << verdict->fault->reason;
  EXPECT_EQ(verdict->verified, 5u);
}

// What is on disk at any moment after an acknowledgement, copied as a power cut would leave it, holds the change.
TEST_F(RocksDbEngineTest, CopyOfTheFilesTakenWhileOpenHoldsWhatWasAcknowledged) {
  auto engine = Open();
  ASSERT_TRUE(engine.ok()) << engine.status();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE((*engine)->Commit(PutBatch(std::to_string(i), "value")).ok());
  std::filesystem::copy(path(), folder_.path("copy"), std::filesystem::copy_options::recursive);
  auto copy = RocksDbEngine::Open(folder_.path("copy"), ExampleIdentity(), random_);
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ((*copy)->TakeSnapshot()->Scan(Table::kCase, "", "", 100)->rows.size(), 20u);
}

TEST_F(RocksDbEngineTest, TornLastRecordIsDroppedWholeAndTheRestStands) {
  {
    auto engine = Open();
    ASSERT_TRUE(engine.ok()) << engine.status();
    ASSERT_TRUE((*engine)->Commit(PutBatch("acknowledged", "1")).ok());
    WriteBatch torn;
    torn.Put(Table::kCase, "torn", std::string(500, 't'));
    torn.Put(Table::kInbox, "torn", "half");
    ASSERT_TRUE((*engine)->Commit(torn).ok());
    std::filesystem::copy(path(), folder_.path("torn"), std::filesystem::copy_options::recursive);
  }
  const std::vector<std::filesystem::path> logs = FilesWithExtension(folder_.path("torn"), ".log");
  ASSERT_EQ(logs.size(), 1u);
  std::filesystem::resize_file(logs[0], std::filesystem::file_size(logs[0]) - 40);
  auto engine = RocksDbEngine::Open(folder_.path("torn"), ExampleIdentity(), random_);
  ASSERT_TRUE(engine.ok()) << engine.status();
  EXPECT_THAT(GetNow(**engine, Table::kCase, "acknowledged"), Optional(std::string("1")));
  EXPECT_EQ(GetNow(**engine, Table::kCase, "torn"), std::nullopt);
  EXPECT_EQ(GetNow(**engine, Table::kInbox, "torn"), std::nullopt);
}

TEST_F(RocksDbEngineTest, AfterAFailedWriteReopeningWorksAndHoldsNothingHalfDone) {
  std::optional<AuditHead> head;
  {
    auto engine = Open();
    ASSERT_TRUE(engine.ok()) << engine.status();
    WriteBatch batch = PutBatch("before", "1");
    batch.AppendAudit("before");
    ASSERT_TRUE((*engine)->Commit(batch).ok());
    head = *ReadAuditHead(*(*engine)->TakeSnapshot());
    WriteBatch lost = PutBatch("lost", "1");
    lost.Put(Table::kInbox, "lost", "1");
    const NoFileGrows broken_disk;
    ASSERT_FALSE((*engine)->Commit(lost).ok());
  }
  auto engine = Open();
  ASSERT_TRUE(engine.ok()) << engine.status();
  EXPECT_EQ(GetNow(**engine, Table::kCase, "lost").has_value(), GetNow(**engine, Table::kInbox, "lost").has_value());
  EXPECT_TRUE((*engine)->Commit(PutBatch("after", "1")).ok());
  EXPECT_EQ(ReadAuditHead(*(*engine)->TakeSnapshot()).value(), *head);
}

TEST_F(RocksDbEngineTest, RefusesAnotherSchemaPartyOrKeystoreAndSaysWhatToDo) {
  ASSERT_TRUE(Open().ok());
  StoreIdentity newer = ExampleIdentity();
  newer.schema_version = kSchemaVersion + 1;
  StoreIdentity other_party = ExampleIdentity();
  other_party.party = domain::PartyCode::Create("XXB").value();
  StoreIdentity other_keystore = ExampleIdentity();
  other_keystore.keystore_id = "another-keystore";
  const std::vector<std::pair<StoreIdentity, std::vector<std::string>>> cases = {
      {newer, {"schema version 2", "migrate"}},
      {other_party, {"Party XXA", "XXB", "data directory"}},
      {other_keystore, {"example-keystore", "another-keystore", "give the keystore"}},
  };
  for (const auto& [identity, words] : cases) {
    const absl::Status status = Open(identity).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    for (const std::string& word : words) EXPECT_THAT(std::string(status.message()), HasSubstr(word));
  }
  EXPECT_TRUE(Open().ok()) << "a refusal must leave the store as it was";
}

// A store as a program of schema version 1 left it, made by hand: its seven tables, identity, audit chain, one case.
class SchemaOneTest : public RocksDbEngineTest {
 protected:
  static constexpr std::string_view kTables[] = {"meta",  "case",      "handle_lookup", "outbox",
                                                 "inbox", "statement", "audit"};

  SchemaOneTest() { MakeStore(1); }

  void MakeStore(uint32_t schema_version) {
    std::filesystem::remove_all(path());
    std::filesystem::create_directories(path());
    rocksdb::Options options;
    options.create_if_missing = true;
    options.create_missing_column_families = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> families = {{rocksdb::kDefaultColumnFamilyName, {}}};
    for (const std::string_view name : kTables) families.push_back({std::string(name), {}});
    rocksdb::DB* db = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    ASSERT_TRUE(rocksdb::DB::Open(options, path(), families, &handles, &db).ok());
    const std::string identity =
        ByteWriter().U8(1).U32(schema_version).FixedBytes("XXA").LpBytes("example-keystore").Take();
    EXPECT_TRUE(db->Put({}, handles[1], "store/identity", identity).ok());
    EXPECT_TRUE(db->Put({}, handles[1], "store/audit-head", EncodeAuditHead(NewAuditChain("chainid-16-bytes"))).ok());
    EXPECT_TRUE(db->Put({}, handles[2], "a case", "its value").ok());
    for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle);
    delete db;
  }

  std::set<std::string> Families() const {
    std::vector<std::string> names;
    EXPECT_TRUE(rocksdb::DB::ListColumnFamilies({}, path(), &names).ok());
    return {names.begin(), names.end()};
  }
};

TEST_F(SchemaOneTest, IsUpgradedInPlaceWithAllItHeld) {
  EXPECT_EQ(Families().size(), 8u);
  for (int round = 0; round < 2; ++round) {
    auto engine = Open();
    ASSERT_TRUE(engine.ok()) << engine.status();
    EXPECT_EQ(GetNow(**engine, Table::kCase, "a case"), "its value");
    EXPECT_EQ(GetNow(**engine, Table::kMeta, StoreIdentityKey()), EncodeStoreIdentity(ExampleIdentity()));
    EXPECT_EQ(ReadAuditHead(*(*engine)->TakeSnapshot())->chain_id, "chainid-16-bytes");
    ASSERT_TRUE((*engine)->Commit(PutBatch("key", "value", Table::kIndex)).ok());
    ASSERT_TRUE((*engine)->Commit(PutBatch("key", "value", Table::kBudget)).ok());
  }
  EXPECT_EQ(Families().size(), 10u);
}

// A crash after the tables are there and before the identity is written.
TEST_F(SchemaOneTest, UpgradeThatWasInterruptedIsFinished) {
  ASSERT_TRUE(Open().ok());
  {
    auto database = RocksDbDatabase::Open(
        path(), {"meta", "case", "handle_lookup", "outbox", "inbox", "statement", "audit", "index", "budget"});
    ASSERT_TRUE(database.ok()) << database.status();
    StoreIdentity old = ExampleIdentity();
    old.schema_version = 1;
    ASSERT_TRUE((*database)
                    ->db()
                    .Put(SyncedWriteOptions(), (*database)->family(0), StoreIdentityKey(), EncodeStoreIdentity(old))
                    .ok());
  }
  auto engine = Open();
  ASSERT_TRUE(engine.ok()) << engine.status();
  EXPECT_EQ(GetNow(**engine, Table::kMeta, StoreIdentityKey()), EncodeStoreIdentity(ExampleIdentity()));
}

TEST_F(SchemaOneTest, RefusedStoreIsNotUpgraded) {
  StoreIdentity other_party = ExampleIdentity();
  other_party.party = domain::PartyCode::Create("XXB").value();
  StoreIdentity other_keystore = ExampleIdentity();
  other_keystore.keystore_id = "another-keystore";
  StoreIdentity newer = ExampleIdentity();
  newer.schema_version = kSchemaVersion + 1;
  for (const StoreIdentity& identity : {other_party, other_keystore, newer}) {
    EXPECT_EQ(Open(identity).status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(Families().size(), 8u) << "an older program must still find what it made";
  }
  EXPECT_TRUE(Open().ok());
}

TEST_F(SchemaOneTest, OlderAndNewerSchemasAreRefusedAsTheyAre) {
  for (const uint32_t version : {0u, 3u, 4u}) {
    MakeStore(version);
    EXPECT_EQ(Open().status().code(), absl::StatusCode::kFailedPrecondition) << version;
    EXPECT_EQ(Families().size(), 8u);
  }
}

TEST_F(RocksDbEngineTest, RefusesADirectoryThatIsInUse) {
  auto engine = Open();
  ASSERT_TRUE(engine.ok()) << engine.status();
  const absl::Status status = Open().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("in use by another process"));
}

TEST_F(RocksDbEngineTest, RefusesDatabasesOfAnotherMaking) {
  ASSERT_TRUE(RocksDbCaseKeyVault::Open(folder_.path("vault"), crypto::SecretBytes::Random(32), random_).ok());
  const absl::Status vault = RocksDbEngine::Open(folder_.path("vault"), ExampleIdentity(), random_).status();
  EXPECT_EQ(vault.code(), absl::StatusCode::kFailedPrecondition) << vault;
  EXPECT_TRUE(Open().ok());
  const absl::Status store = RocksDbCaseKeyVault::Open(path(), crypto::SecretBytes::Random(32), random_).status();
  EXPECT_EQ(store.code(), absl::StatusCode::kFailedPrecondition) << store;
}

TEST_F(RocksDbEngineTest, EachStoreHasAChainOfItsOwn) {
  auto one = Open();
  auto two = RocksDbEngine::Open(folder_.path("two"), ExampleIdentity(), random_);
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_NE(ReadAuditHead(*(*one)->TakeSnapshot())->chain_id, ReadAuditHead(*(*two)->TakeSnapshot())->chain_id);
}

// Any one damaged byte of a table file gives DATA_LOSS or the right rows (some bytes are not used), never wrong ones.
TEST_F(RocksDbEngineTest, DamagedTableFileIsDataLoss) {
  {
    auto engine = Open();
    ASSERT_TRUE(engine.ok()) << engine.status();
    for (int i = 0; i < 50; ++i) {
      ASSERT_TRUE((*engine)->Commit(PutBatch(std::to_string(i), std::string(200, 'v'))).ok());
    }
  }
  ASSERT_TRUE(Open().ok());  // recovery turns the log into table files
  int detected = 0;
  int trials = 0;
  for (const auto& original : FilesWithExtension(path(), ".sst")) {
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(original));
    for (std::streamoff at = 3; at < size; at += size / 8) {
      ++trials;
      const std::string copy = folder_.path("damaged");
      std::filesystem::remove_all(copy);
      std::filesystem::copy(path(), copy, std::filesystem::copy_options::recursive);
      FlipByte(std::filesystem::path(copy) / original.filename(), at);
      auto engine = RocksDbEngine::Open(copy, ExampleIdentity(), random_);
      if (!engine.ok()) {
        EXPECT_EQ(engine.status().code(), absl::StatusCode::kDataLoss) << engine.status();
        ++detected;
        continue;
      }
      const absl::StatusOr<Page> page = (*engine)->TakeSnapshot()->Scan(Table::kCase, "", "", 100);
      if (page.ok()) {
        EXPECT_EQ(page->rows.size(), 50u);
        for (const Row& row : page->rows) EXPECT_EQ(row.value, std::string(200, 'v'));
      } else {
        EXPECT_EQ(page.status().code(), absl::StatusCode::kDataLoss) << page.status();
        ++detected;
      }
    }
  }
  EXPECT_GT(trials, 7);
  EXPECT_GT(detected, trials / 2);
}

TEST_F(RocksDbEngineTest, DamagedLogIsDataLossNotSilentlyCutOff) {
  auto engine = Open();
  ASSERT_TRUE(engine.ok()) << engine.status();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE((*engine)->Commit(PutBatch(std::to_string(i), "value")).ok());
  const std::string copy = folder_.path("copy");
  std::filesystem::copy(path(), copy, std::filesystem::copy_options::recursive);
  const std::vector<std::filesystem::path> logs = FilesWithExtension(copy, ".log");
  ASSERT_EQ(logs.size(), 1u);
  FlipByte(logs[0], static_cast<std::streamoff>(std::filesystem::file_size(logs[0]) / 2));
  EXPECT_EQ(RocksDbEngine::Open(copy, ExampleIdentity(), random_).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(RocksDbEngineTest, DirectoryIsForThisUserAlone) {
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(std::filesystem::status(path()).permissions(), std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace vsx::store
