// A store opens with its own key vault alone: with another, every case would read as erased.

#include "store/store_pairing.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/rocksdb_case_key_vault.h"
#include "tests/store/engine_harness.h"

namespace vsx::store {
namespace {

using ::testing::HasSubstr;

class StorePairingTest : public ::testing::Test {
 protected:
  struct Databases {
    std::unique_ptr<RocksDbEngine> engine;
    std::unique_ptr<RocksDbCaseKeyVault> vault;
  };

  Databases OpenUnpaired() {
    return {RocksDbEngine::Open(folder_.path("store"), ExampleIdentity(), random_).value(),
            RocksDbCaseKeyVault::Open(folder_.path("keys"), wrapping_key_.Clone(), random_).value()};
  }
  // What a node does at start, with the folders as they are.
  absl::Status Start() {
    const Databases databases = OpenUnpaired();
    return PairStoreWithVault(*databases.engine, *databases.vault, random_);
  }
  // A store with a row, whose vault has keys.
  void Use() {
    const Databases databases = OpenUnpaired();
    ASSERT_TRUE(PairStoreWithVault(*databases.engine, *databases.vault, random_).ok());
    ASSERT_TRUE(databases.vault->Allocate().ok());
    ASSERT_TRUE(databases.engine->Commit(PutBatch("row", "value")).ok());
  }
  void ExpectRefused(std::string_view words) {
    for (int start = 0; start < 2; ++start) {  // a refusal must not make the next start pass
      const absl::Status status = Start();
      EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
      EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(words)));
    }
  }
  void Move(const std::string& from, const std::string& to) {
    std::filesystem::rename(folder_.path(from), folder_.path(to));
  }

  TempFolder folder_;
  crypto::SystemRandomSource random_;
  const crypto::SecretBytes wrapping_key_ = crypto::SecretBytes::Random(32);
};

TEST_F(StorePairingTest, PairOpensAgainNewAndUsed) {
  EXPECT_TRUE(Start().ok());
  EXPECT_TRUE(Start().ok());
  Use();
  const absl::Status again = Start();
  EXPECT_TRUE(again.ok()) << again;
}

TEST_F(StorePairingTest, LostVaultIsRefusedAndItsReturnAccepted) {
  Use();
  Move("keys", "away");
  ExpectRefused("put back the one that belongs to this store");
  std::filesystem::remove_all(folder_.path("keys"));
  Move("away", "keys");
  const absl::Status back = Start();
  EXPECT_TRUE(back.ok()) << back;
}

TEST_F(StorePairingTest, LostStoreIsRefused) {
  Use();
  Move("store", "away");
  ExpectRefused("put back the one that belongs to this key vault");
}

TEST_F(StorePairingTest, VaultOfAnotherStoreIsRefused) {
  Use();
  Move("keys", "first-keys");
  Move("store", "first-store");
  Use();
  std::filesystem::remove_all(folder_.path("keys"));
  Move("first-keys", "keys");
  ExpectRefused("do not belong together");
}

// The vault of a pair that was made but never used is another's all the same.
TEST_F(StorePairingTest, UnusedVaultOfAnotherStoreIsRefused) {
  ASSERT_TRUE(Start().ok());
  Move("keys", "first-keys");
  Move("store", "first-store");
  Use();
  std::filesystem::remove_all(folder_.path("keys"));
  Move("first-keys", "keys");
  ExpectRefused("do not belong together");
}

TEST_F(StorePairingTest, UsedFoldersThatNameNobodyAreRefused) {
  {
    const Databases databases = OpenUnpaired();
    ASSERT_TRUE(databases.vault->Allocate().ok());
    ASSERT_TRUE(databases.engine->Commit(PutBatch("row", "value")).ok());
  }
  ExpectRefused("do not belong together");
}

// A process killed after any step of making the two leaves what the next start completes.
TEST_F(StorePairingTest, DeathBetweenTheStepsOfMakingIsRecovered) {
  const PairId id = *PairId::FromBytes("pair-id-16-bytes");
  (void)RocksDbEngine::Open(folder_.path("store"), ExampleIdentity(), random_).value();
  EXPECT_TRUE(Start().ok()) << "the store alone was made";
  std::filesystem::remove_all(folder_.path("store"));
  std::filesystem::remove_all(folder_.path("keys"));
  (void)OpenUnpaired();
  EXPECT_TRUE(Start().ok()) << "neither had its id";
  std::filesystem::remove_all(folder_.path("store"));
  std::filesystem::remove_all(folder_.path("keys"));
  ASSERT_TRUE(OpenUnpaired().vault->SetPairId(id).ok());
  EXPECT_TRUE(Start().ok()) << "the vault alone had its id";
  EXPECT_EQ(OpenUnpaired().engine->ReadPairId().value(), id);
  Use();
  EXPECT_TRUE(Start().ok());
}

TEST_F(StorePairingTest, IdThatCannotBeReadIsDataLoss) {
  for (const std::string& bytes : {std::string(), std::string(17, '\2'), '\1' + std::string(15, 'p')}) {
    EXPECT_EQ(DecodePairId(bytes).status().code(), absl::StatusCode::kDataLoss);
  }
}

}  // namespace
}  // namespace vsx::store
