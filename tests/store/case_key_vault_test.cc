// The contract of CaseKeyVault over both implementations, and what the one on disk promises beyond it.

#include "store/case_key_vault.h"

#include <algorithm>
#include <atomic>
#include <latch>
#include <set>
#include <string>
#include <thread>

#include "crypto/aead.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "store/in_memory_case_key_vault.h"
#include "store/rocksdb_case_key_vault.h"
#include "store/wrapped_case_key.h"
#include "tests/store/engine_harness.h"
#include "tests/support/file_bytes.h"

namespace vsx::store {
namespace {

class RocksDbVaultHarness {
 public:
  RocksDbVaultHarness() { Reopen(); }
  CaseKeyVault& vault() { return *vault_; }
  RocksDbCaseKeyVault& rocksdb_vault() { return *vault_; }
  void Reopen() {
    vault_.reset();
    auto opened = RocksDbCaseKeyVault::Open(path(), wrapping_key_.Clone(), random_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    vault_ = *std::move(opened);
  }
  void Close() { vault_.reset(); }
  std::string path() const { return folder_.path("vault"); }
  crypto::RandomSource& random() { return random_; }

 private:
  TempFolder folder_;
  crypto::SystemRandomSource random_;
  crypto::SecretBytes wrapping_key_ = crypto::SecretBytes::Random(32);
  std::unique_ptr<RocksDbCaseKeyVault> vault_;
};

class InMemoryVaultHarness {
 public:
  CaseKeyVault& vault() { return vault_; }

 private:
  crypto::SystemRandomSource random_;
  InMemoryCaseKeyVault vault_{random_};
};

template <typename Harness>
class CaseKeyVaultContractTest : public ::testing::Test {
 protected:
  CaseKeyVault& vault() { return harness_.vault(); }
  Harness harness_;
};
using VaultHarnesses = ::testing::Types<RocksDbVaultHarness, InMemoryVaultHarness>;
TYPED_TEST_SUITE(CaseKeyVaultContractTest, VaultHarnesses);

TYPED_TEST(CaseKeyVaultContractTest, AllocatedKeysAreFreshAndReadBack) {
  std::set<CaseKeyId> ids;
  std::set<std::string> keys;
  for (int i = 0; i < 150; ++i) {
    absl::StatusOr<AllocatedKey> allocated = this->vault().Allocate();
    ASSERT_TRUE(allocated.ok()) << allocated.status();
    ASSERT_EQ(allocated->key.size(), kCaseKeySize);
    ids.insert(allocated->id);
    keys.insert(std::string(allocated->key.ExposeSecret()));
    const absl::StatusOr<crypto::SecretBytes> read = this->vault().Read(allocated->id);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_TRUE(*read == allocated->key);
  }
  EXPECT_EQ(ids.size(), 150u);
  EXPECT_EQ(keys.size(), 150u);
}

TYPED_TEST(CaseKeyVaultContractTest, DestroyedKeysAreGoneAndOthersStay) {
  std::vector<AllocatedKey> keys;
  for (int i = 0; i < 4; ++i) keys.push_back(*this->vault().Allocate());
  ASSERT_TRUE(this->vault().Destroy({keys[0].id, keys[2].id}).ok());
  EXPECT_EQ(this->vault().Read(keys[0].id).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(this->vault().Read(keys[2].id).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(*this->vault().Read(keys[1].id) == keys[1].key);
  EXPECT_TRUE(*this->vault().Read(keys[3].id) == keys[3].key);
}

TYPED_TEST(CaseKeyVaultContractTest, DestroyingTwiceOrNothingIsNoError) {
  const CaseKeyId id = this->vault().Allocate()->id;
  EXPECT_TRUE(this->vault().Destroy({id}).ok());
  EXPECT_TRUE(this->vault().Destroy({id}).ok());
  EXPECT_TRUE(this->vault().Destroy({}).ok());
}

TYPED_TEST(CaseKeyVaultContractTest, UnknownKeyIsNotFound) {
  const CaseKeyId id = *CaseKeyId::FromBytes(std::string(16, 'x'));
  EXPECT_EQ(this->vault().Read(id).status().code(), absl::StatusCode::kNotFound);
}

TYPED_TEST(CaseKeyVaultContractTest, ThreadsAllocateReadAndDestroyAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 30; ++i) {
        absl::StatusOr<AllocatedKey> key = this->vault().Allocate();
        ASSERT_TRUE(key.ok()) << key.status();
        EXPECT_TRUE(*this->vault().Read(key->id) == key->key);
        if (t == 0 && i % 10 == 0) {
          EXPECT_TRUE(this->vault().Destroy({key->id}).ok());
          EXPECT_EQ(this->vault().Read(key->id).status().code(), absl::StatusCode::kNotFound);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

class RocksDbCaseKeyVaultTest : public ::testing::Test {
 protected:
  // The value stored for a key, from a copy of the files, so that a test knows which bytes to look for.
  std::string StoredBytes(const CaseKeyId& id) const {
    const std::string copy = harness_.path() + "-copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(harness_.path(), copy, std::filesystem::copy_options::recursive);
    std::vector<rocksdb::ColumnFamilyHandle*> families;
    rocksdb::DB* db = nullptr;
    const rocksdb::Status opened = rocksdb::DB::Open(
        {}, copy, {{"default", rocksdb::ColumnFamilyOptions()}, {"case_key", rocksdb::ColumnFamilyOptions()}},
        &families, &db);
    EXPECT_TRUE(opened.ok()) << opened.ToString();
    std::string value;
    EXPECT_TRUE(db->Get({}, families[1], std::string("\x01\x01") + std::string(id.bytes()), &value).ok());
    for (rocksdb::ColumnFamilyHandle* family : families) db->DestroyColumnFamilyHandle(family);
    delete db;
    return value;
  }

  int FilesHolding(const std::string& bytes) const {
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(harness_.path())) {
      if (entry.is_regular_file() && test::FileBytes(entry.path()).find(bytes) != std::string::npos) ++files;
    }
    return files;
  }

  RocksDbVaultHarness harness_;
};

TEST_F(RocksDbCaseKeyVaultTest, KeysOutliveTheProcess) {
  const AllocatedKey key = *harness_.vault().Allocate();
  harness_.Reopen();
  EXPECT_TRUE(*harness_.vault().Read(key.id) == key.key);
  EXPECT_NE(harness_.vault().Allocate()->id, key.id);
}

// Looked for right after Destroy, with the vault open: the wrapped key is in no file any more, be it log or table.
// First found, so that the search is known to find; another key from the same block must stay.
TEST_F(RocksDbCaseKeyVaultTest, DestroyedKeyStandsInNoFile) {
  for (const bool in_table_file : {false, true}) {
    const AllocatedKey doomed = *harness_.vault().Allocate();
    const AllocatedKey kept = *harness_.vault().Allocate();
    const std::string wrapped = StoredBytes(doomed.id).substr(1 + kWrappingKeyIdSize);
    const std::string kept_wrapped = StoredBytes(kept.id).substr(1 + kWrappingKeyIdSize);
    ASSERT_EQ(wrapped.size(), kCaseKeySize + crypto::kAeadOverhead);
    if (in_table_file) harness_.Reopen();  // recovery writes the log out to table files
    ASSERT_GE(FilesHolding(wrapped), 1);
    ASSERT_TRUE(harness_.vault().Destroy({doomed.id}).ok());
    EXPECT_EQ(FilesHolding(wrapped), 0);
    EXPECT_GE(FilesHolding(kept_wrapped), 1);
    EXPECT_TRUE(*harness_.vault().Read(kept.id) == kept.key);
    harness_.Reopen();
    EXPECT_EQ(harness_.vault().Read(doomed.id).status().code(), absl::StatusCode::kNotFound);
  }
}

// Each compaction makes files, which RocksDB numbers one after the other.
TEST_F(RocksDbCaseKeyVaultTest, KeysDestroyedAtOnceShareACompaction) {
  const auto newest_file = [&] {
    int newest = 0;
    for (const std::string extension : {".sst", ".log"}) {
      for (const auto& file : FilesWithExtension(harness_.path(), extension)) {
        newest = std::max(newest, std::stoi(std::filesystem::path(file).stem().string()));
      }
    }
    return newest;
  };
  constexpr int kThreads = 24;
  std::vector<AllocatedKey> keys;
  for (int i = 0; i <= kThreads; ++i) keys.push_back(*harness_.vault().Allocate());
  const int at_first = newest_file();
  ASSERT_TRUE(harness_.vault().Destroy({keys.back().id}).ok());
  const int files_of_one = newest_file() - at_first;
  ASSERT_GT(files_of_one, 0);

  const int before = newest_file();
  std::latch start(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      EXPECT_TRUE(harness_.vault().Destroy({keys[static_cast<size_t>(i)].id}).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const AllocatedKey& key : keys) {
    EXPECT_EQ(harness_.vault().Read(key.id).status().code(), absl::StatusCode::kNotFound);
  }
  EXPECT_LT(newest_file() - before, files_of_one * kThreads / 2);
}

TEST_F(RocksDbCaseKeyVaultTest, FailureIsToldToEachOfThoseWhoDestroyTogether) {
  std::vector<AllocatedKey> keys;
  for (int i = 0; i < 8; ++i) keys.push_back(*harness_.vault().Allocate());
  const NoFileGrows broken_disk;
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (const AllocatedKey& key : keys) {
    threads.emplace_back([&] { failed += harness_.vault().Destroy({key.id}).ok() ? 0 : 1; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 8);
}

TEST_F(RocksDbCaseKeyVaultTest, NoFileHoldsAKeyInTheClear) {
  const AllocatedKey key = *harness_.vault().Allocate();
  EXPECT_EQ(FilesHolding(std::string(key.key.ExposeSecret())), 0);
  EXPECT_GE(FilesHolding(std::string(key.id.bytes())), 1) << "the search must be able to find";
}

// 64 registrations cost one synced write: the vault's log does not grow between the first and the last of a block.
TEST_F(RocksDbCaseKeyVaultTest, OneWriteServesABlockOfKeys) {
  const auto log_bytes = [&] {
    uintmax_t bytes = 0;
    for (const auto& file : FilesWithExtension(harness_.path(), ".log")) bytes += std::filesystem::file_size(file);
    return bytes;
  };
  ASSERT_TRUE(harness_.vault().Allocate().ok());
  const uintmax_t after_first = log_bytes();
  for (int i = 1; i < 64; ++i) ASSERT_TRUE(harness_.vault().Allocate().ok());
  EXPECT_EQ(log_bytes(), after_first);
  ASSERT_TRUE(harness_.vault().Allocate().ok());
  EXPECT_GT(log_bytes(), after_first);
}

TEST_F(RocksDbCaseKeyVaultTest, AllocateFailsRatherThanHandOutAKeyThatIsNotStored) {
  {
    const NoFileGrows broken_disk;
    EXPECT_EQ(harness_.vault().Allocate().status().code(), absl::StatusCode::kUnavailable);
  }
  harness_.Reopen();
  EXPECT_TRUE(harness_.vault().Allocate().ok());
}

TEST_F(RocksDbCaseKeyVaultTest, TellsOfEachWriteThatTheDiskFails) {
  std::vector<absl::StatusCode> told;
  const auto listen = [&] {
    harness_.rocksdb_vault().TellOfTrouble([&](const absl::Status& status) { told.push_back(status.code()); });
  };
  listen();
  const AllocatedKey key = *harness_.vault().Allocate();
  ASSERT_TRUE(harness_.vault().Destroy({key.id}).ok());
  EXPECT_TRUE(told.empty());
  {
    const NoFileGrows broken_disk;
    EXPECT_FALSE(harness_.vault().Destroy({harness_.vault().Allocate()->id}).ok());
  }
  EXPECT_EQ(told, std::vector{absl::StatusCode::kUnavailable});
  harness_.Reopen();
  listen();
  told.clear();
  {
    const NoFileGrows broken_disk;
    EXPECT_FALSE(harness_.vault().Allocate().ok());
  }
  EXPECT_EQ(told, std::vector{absl::StatusCode::kUnavailable});
}

TEST_F(RocksDbCaseKeyVaultTest, RefusesAnotherWrappingKey) {
  harness_.Close();
  const auto opened = RocksDbCaseKeyVault::Open(harness_.path(), crypto::SecretBytes::Random(32), harness_.random());
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(WrappedCaseKeyTest, OpensOnlyUnderItsIdAndWrappingKeyAndUnaltered) {
  crypto::SystemRandomSource random;
  const crypto::SecretBytes wrapping = crypto::SecretBytes::Random(32);
  const crypto::SecretBytes key = crypto::SecretBytes::Random(32);
  const CaseKeyId id = *CaseKeyId::FromBytes(std::string(16, 'a'));
  const CaseKeyId other_id = *CaseKeyId::FromBytes(std::string(16, 'b'));
  const std::string wrapped = WrapCaseKey(wrapping, id, key, random);

  EXPECT_TRUE(*UnwrapCaseKey(wrapping, id, wrapped) == key);
  EXPECT_EQ(UnwrapCaseKey(wrapping, other_id, wrapped).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(UnwrapCaseKey(crypto::SecretBytes::Random(32), id, wrapped).status().code(),
            absl::StatusCode::kFailedPrecondition);
  for (size_t at = 0; at < wrapped.size(); ++at) {
    std::string altered = wrapped;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    EXPECT_FALSE(UnwrapCaseKey(wrapping, id, altered).ok()) << "byte " << at;
    EXPECT_EQ(UnwrapCaseKey(wrapping, id, wrapped.substr(0, at)).status().code(), absl::StatusCode::kDataLoss);
  }
}

}  // namespace
}  // namespace vsx::store
