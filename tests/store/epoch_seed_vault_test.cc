// The contract of EpochSeedVault over both implementations, and what the one in a memory folder promises beyond it.

#include "store/epoch_seed_vault.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/file_epoch_seed_vault.h"
#include "store/in_memory_epoch_seed_vault.h"
#include "tests/store/engine_harness.h"
#include "tests/support/file_bytes.h"

namespace vsx::store {
namespace {

using domain::Epoch;
using ::testing::HasSubstr;
using ::testing::Not;

class FileVaultHarness {
 public:
  FileVaultHarness() : one_(Open()), other_(Open()) {}
  EpochSeedVault& vault() { return *one_; }
  // The same vault, as another node of the State has it.
  EpochSeedVault& other_handle() { return *other_; }
  std::string path() const { return folder_.path("seeds"); }
  std::string path(const std::string& name) const { return path() + "/" + name; }

  std::unique_ptr<FileEpochSeedVault> Open() {
    auto opened = FileEpochSeedVault::Open(path(), random_);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *std::move(opened);
  }

 private:
  TempFolder folder_{"/dev/shm"};
  crypto::SystemRandomSource random_;
  std::unique_ptr<FileEpochSeedVault> one_;
  std::unique_ptr<FileEpochSeedVault> other_;
};

class InMemorySeedVaultHarness {
 public:
  EpochSeedVault& vault() { return vault_; }
  EpochSeedVault& other_handle() { return vault_; }

 private:
  crypto::SystemRandomSource random_;
  InMemoryEpochSeedVault vault_{random_};
};

template <typename Harness>
class EpochSeedVaultContractTest : public ::testing::Test {
 protected:
  EpochSeedVault& vault() { return harness_.vault(); }
  EpochSeedVault& other() { return harness_.other_handle(); }
  bool HasSeed(Epoch epoch) { return !absl::IsNotFound(vault().Read(epoch).status()); }
  Harness harness_;
};
using SeedVaultHarnesses = ::testing::Types<FileVaultHarness, InMemorySeedVaultHarness>;
TYPED_TEST_SUITE(EpochSeedVaultContractTest, SeedVaultHarnesses);

TYPED_TEST(EpochSeedVaultContractTest, SeedIsMadeOnceAndReadBackByAll) {
  const absl::StatusOr<crypto::SecretBytes> made = this->vault().CreateIfAbsent(Epoch(7));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->size(), kEpochSeedSize);
  EXPECT_TRUE(*this->vault().CreateIfAbsent(Epoch(7)) == *made);
  EXPECT_TRUE(*this->other().CreateIfAbsent(Epoch(7)) == *made);
  EXPECT_TRUE(*this->vault().Read(Epoch(7)) == *made);
  EXPECT_TRUE(*this->other().Read(Epoch(7)) == *made);
}

TYPED_TEST(EpochSeedVaultContractTest, EveryEpochHasASeedOfItsOwn) {
  EXPECT_FALSE(*this->vault().CreateIfAbsent(Epoch(7)) == *this->vault().CreateIfAbsent(Epoch(8)));
}

TYPED_TEST(EpochSeedVaultContractTest, SeedThatWasNeverMadeIsNotFound) {
  EXPECT_EQ(this->vault().Read(Epoch(7)).status().code(), absl::StatusCode::kNotFound);
}

TYPED_TEST(EpochSeedVaultContractTest, DestroyedSeedIsGoneForAllAndOthersStay) {
  const crypto::SecretBytes stays = *this->vault().CreateIfAbsent(Epoch(8));
  const crypto::SecretBytes goes = *this->vault().CreateIfAbsent(Epoch(7));
  ASSERT_TRUE(this->other().Destroy(Epoch(7)).ok());
  EXPECT_EQ(this->vault().Read(Epoch(7)).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(*this->vault().Read(Epoch(8)) == stays);
  EXPECT_FALSE(*this->vault().CreateIfAbsent(Epoch(7)) == goes) << "it cannot come back";
}

TYPED_TEST(EpochSeedVaultContractTest, DestroyBeforeTakesEarlierEpochsByNumber) {
  for (const uint64_t epoch : {8, 9, 10, 100}) ASSERT_TRUE(this->vault().CreateIfAbsent(Epoch(epoch)).ok());
  ASSERT_TRUE(this->vault().DestroyBefore(Epoch(10)).ok());
  EXPECT_FALSE(this->HasSeed(Epoch(8)));
  EXPECT_FALSE(this->HasSeed(Epoch(9)));
  EXPECT_TRUE(this->HasSeed(Epoch(10)));
  EXPECT_TRUE(this->HasSeed(Epoch(100)));
}

TYPED_TEST(EpochSeedVaultContractTest, DestroyingTwiceOrNothingIsNoError) {
  ASSERT_TRUE(this->vault().CreateIfAbsent(Epoch(7)).ok());
  EXPECT_TRUE(this->vault().Destroy(Epoch(7)).ok());
  EXPECT_TRUE(this->vault().Destroy(Epoch(7)).ok());
  EXPECT_TRUE(this->vault().DestroyBefore(Epoch(7)).ok());
}

TYPED_TEST(EpochSeedVaultContractTest, WhoeverCreatesAtOnceGetsOneSeed) {
  for (uint64_t round = 0; round < 20; ++round) {
    std::vector<crypto::SecretBytes> seeds(6);
    std::vector<std::thread> threads;
    for (size_t t = 0; t < seeds.size(); ++t) {
      threads.emplace_back([&, t] {
        EpochSeedVault& vault = t % 2 == 0 ? this->vault() : this->other();
        seeds[t] = *vault.CreateIfAbsent(Epoch(round));
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const crypto::SecretBytes& seed : seeds) EXPECT_TRUE(seed == seeds[0]);
    EXPECT_TRUE(*this->vault().Read(Epoch(round)) == seeds[0]);
  }
}

TYPED_TEST(EpochSeedVaultContractTest, ReadersSeeAWholeSeedOrNone) {
  std::thread maker([this] {
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(this->other().CreateIfAbsent(Epoch(7)).ok());
      ASSERT_TRUE(this->other().Destroy(Epoch(7)).ok());
    }
  });
  for (int i = 0; i < 300; ++i) {
    const absl::Status status = this->vault().Read(Epoch(7)).status();
    EXPECT_TRUE(status.ok() || absl::IsNotFound(status)) << status;
  }
  maker.join();
}

class FileEpochSeedVaultTest : public ::testing::Test {
 protected:
  absl::Status Open(const std::string& path) { return FileEpochSeedVault::Open(path, random_).status(); }
  absl::Status OpenThere() { return Open(harness_.path()); }
  absl::Status Read(uint64_t epoch) { return vault().Read(Epoch(epoch)).status(); }
  EpochSeedVault& vault() { return harness_.vault(); }
  std::string SeedPath(uint64_t epoch) const { return harness_.path(absl::StrCat(epoch, ".seed")); }
  void Write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    chmod(path.c_str(), S_IRUSR | S_IWUSR);
  }
  std::vector<std::filesystem::path> Files() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(harness_.path())) {
      files.push_back(entry.path());
    }
    return files;
  }

  FileVaultHarness harness_;
  crypto::SystemRandomSource random_;
};

TEST_F(FileEpochSeedVaultTest, SeedOutlivesTheProcessThatMadeIt) {
  const crypto::SecretBytes seed = *vault().CreateIfAbsent(Epoch(7));
  EXPECT_TRUE(*harness_.Open()->Read(Epoch(7)) == seed);
}

TEST_F(FileEpochSeedVaultTest, FolderAndFilesAreForThisUserAlone) {
  ASSERT_TRUE(vault().CreateIfAbsent(Epoch(7)).ok());
  EXPECT_EQ(std::filesystem::status(harness_.path()).permissions(), std::filesystem::perms::owner_all);
  for (const std::filesystem::path& file : Files()) {
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << file;
  }
}

TEST_F(FileEpochSeedVaultTest, FolderThatIsNotInMemoryIsRefusedAndSaysWhereToPutIt) {
  const absl::Status status = Open(absl::StrCat("/proc/", getpid()));  // a file system of another kind on every machine
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("put index.seed_dir on tmpfs, such as /dev/shm/vsx"));
  EXPECT_EQ(Open(absl::StrCat("/proc/", getpid(), "/seeds")).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(FileEpochSeedVaultTest, FolderThatOthersMayEnterIsRefused) {
  for (const mode_t mode : {0750, 0705, 0770, 01777}) {
    ASSERT_EQ(chmod(harness_.path().c_str(), mode), 0);
    const absl::Status status = OpenThere();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("0700"));
  }
}

TEST_F(FileEpochSeedVaultTest, WhatIsNoFolderOrALinkToOneIsRefused) {
  TempFolder elsewhere("/dev/shm");
  Write(elsewhere.path("file"), "x");
  std::filesystem::create_symlink(harness_.path(), elsewhere.path("link"));
  EXPECT_EQ(Open(elsewhere.path("file")).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Open(elsewhere.path("link")).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Open(elsewhere.path("not/there")).code(), absl::StatusCode::kUnavailable);
}

TEST_F(FileEpochSeedVaultTest, SeedThatOthersMayReadIsRefused) {
  ASSERT_TRUE(vault().CreateIfAbsent(Epoch(7)).ok());
  ASSERT_EQ(chmod(SeedPath(7).c_str(), 0640), 0);
  EXPECT_EQ(Read(7).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(vault().Destroy(Epoch(7)).ok());
}

TEST_F(FileEpochSeedVaultTest, DamagedSeedIsDataLossAndNeverReplaced) {
  ASSERT_TRUE(vault().CreateIfAbsent(Epoch(7)).ok());
  const std::string whole = test::FileBytes(SeedPath(7));
  const auto expect_damaged = [&](const std::string& bytes) {
    Write(SeedPath(7), bytes);
    EXPECT_EQ(Read(7).code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(vault().CreateIfAbsent(Epoch(7)).status().code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(test::FileBytes(SeedPath(7)), bytes);
  };
  for (size_t size = 0; size < whole.size(); ++size) expect_damaged(whole.substr(0, size));
  expect_damaged(whole + "x");
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string bent = whole;
    bent[at] = static_cast<char>(bent[at] ^ 1);
    expect_damaged(bent);
  }
  Write(SeedPath(7), whole);
  EXPECT_TRUE(Read(7).ok());
  EXPECT_TRUE(vault().Destroy(Epoch(7)).ok());
}

TEST_F(FileEpochSeedVaultTest, SeedUnderTheNameOfAnotherEpochIsDataLoss) {
  ASSERT_TRUE(vault().CreateIfAbsent(Epoch(7)).ok());
  std::filesystem::rename(SeedPath(7), SeedPath(8));
  EXPECT_EQ(Read(8).code(), absl::StatusCode::kDataLoss);
}

// What a process leaves that dies while it makes a seed counts for nothing, and goes.
TEST_F(FileEpochSeedVaultTest, HalfMadeSeedIsNoneAndIsDestroyed) {
  ASSERT_TRUE(vault().CreateIfAbsent(Epoch(6)).ok());
  const std::string whole = test::FileBytes(SeedPath(6));
  for (const std::string& left : {std::string(), whole.substr(0, 20), whole}) {
    Write(SeedPath(7) + ".new", left);
    EXPECT_EQ(Read(7).code(), absl::StatusCode::kNotFound);
    const absl::StatusOr<crypto::SecretBytes> seed = vault().CreateIfAbsent(Epoch(7));
    ASSERT_TRUE(seed.ok()) << seed.status();
    EXPECT_FALSE(std::filesystem::exists(SeedPath(7) + ".new"));
    EXPECT_TRUE(*harness_.Open()->Read(Epoch(7)) == *seed);
    ASSERT_TRUE(vault().Destroy(Epoch(7)).ok());

    Write(SeedPath(7) + ".new", left);
    EXPECT_TRUE(OpenThere().ok());
    EXPECT_FALSE(std::filesystem::exists(SeedPath(7) + ".new"));
  }
}

// A process that dies between overwriting and removing leaves zeros, which are no seed.
TEST_F(FileEpochSeedVaultTest, InterruptedDestructionLeavesNoSeed) {
  ASSERT_TRUE(vault().CreateIfAbsent(Epoch(7)).ok());
  Write(SeedPath(7), std::string(test::FileBytes(SeedPath(7)).size(), '\0'));
  EXPECT_EQ(Read(7).code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(vault().CreateIfAbsent(Epoch(7)).ok());
  EXPECT_TRUE(Read(7).ok());
}

TEST_F(FileEpochSeedVaultTest, FullMemoryMakesNoSeedAndLeavesNothing) {
  {
    const NoFileGrows full;
    EXPECT_EQ(vault().CreateIfAbsent(Epoch(7)).status().code(), absl::StatusCode::kResourceExhausted);
  }
  EXPECT_EQ(Read(7).code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(vault().CreateIfAbsent(Epoch(7)).ok());
}

// A seed, hidden so that the one who looks for it is not what is found.
class HiddenSeed {
 public:
  explicit HiddenSeed(const crypto::SecretBytes& seed) {
    for (const char byte : seed.ExposeSecret()) hidden_.push_back(static_cast<char>(byte ^ kMask));
  }

  bool IsIn(std::string_view bytes) const {
    // From first byte to first byte: a whole process is a long text for a sanitized loop.
    const char first = static_cast<char>(hidden_.front() ^ kMask);
    for (std::size_t at = bytes.find(first); at != bytes.npos; at = bytes.find(first, at + 1)) {
      if (IsAtStartOf(bytes.substr(at))) return true;
    }
    return false;
  }

 private:
  bool IsAtStartOf(std::string_view bytes) const {
    return bytes.size() >= hidden_.size() &&
           std::equal(hidden_.begin(), hidden_.end(), bytes.begin(),
                      [](char hidden, char byte) { return static_cast<char>(byte ^ kMask) == hidden; });
  }

  static constexpr char kMask = 0x5a;
  std::string hidden_;
};

TEST_F(FileEpochSeedVaultTest, AfterDestructionNoFileHoldsTheSeed) {
  const HiddenSeed seed(*vault().CreateIfAbsent(Epoch(7)));
  ASSERT_TRUE(vault().CreateIfAbsent(Epoch(8)).ok());
  const std::string link = harness_.path("another-name-of-the-same-file");
  std::filesystem::create_hard_link(SeedPath(7), link);
  EXPECT_TRUE(seed.IsIn(test::FileBytes(SeedPath(7)))) << "the search finds what is there";
  ASSERT_TRUE(vault().DestroyBefore(Epoch(8)).ok());
  for (const std::filesystem::path& file : Files()) EXPECT_FALSE(seed.IsIn(test::FileBytes(file))) << file;
  EXPECT_FALSE(test::FileBytes(link).empty()) << "overwritten, not only removed";
}

// Every byte that this process may read of its own heap and stacks.
bool MemoryHolds(const HiddenSeed& seed) {
  constexpr uint64_t kMostRegionBytes = uint64_t{64} << 20;  // a sanitizer's tables are larger
  std::ifstream maps("/proc/self/maps");
  const FileDescriptor memory(open("/proc/self/mem", O_RDONLY | O_CLOEXEC));
  std::string bytes;  // one buffer, so that no copy of a copy is met
  bytes.reserve(kMostRegionBytes);
  for (std::string line; std::getline(maps, line);) {
    uint64_t begin = 0;
    uint64_t end = 0;
    char rights[5] = {};
    if (sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, rights) != 3 || rights[0] != 'r' || rights[1] != 'w') {
      continue;
    }
    const auto own = reinterpret_cast<uint64_t>(bytes.data());
    if (end - begin > kMostRegionBytes || (begin <= own && own < end)) continue;
    bytes.resize(end - begin);
    const ssize_t got = pread(memory.get(), bytes.data(), bytes.size(), static_cast<off_t>(begin));
    if (got > 0 && seed.IsIn(std::string_view(bytes).substr(0, static_cast<size_t>(got)))) return true;
  }
  return false;
}

TEST_F(FileEpochSeedVaultTest, NoCopyOfASeedStaysInTheProcess) {
  const HiddenSeed seed(*vault().CreateIfAbsent(Epoch(7)));
  EXPECT_FALSE(MemoryHolds(seed)) << "made";
  EXPECT_TRUE(vault().Read(Epoch(7)).ok());
  EXPECT_FALSE(MemoryHolds(seed)) << "read";
  const std::string copy(harness_.vault().Read(Epoch(7))->ExposeSecret());
  EXPECT_TRUE(MemoryHolds(seed)) << "the search finds what is there";
}

// The kernel says how much of a mapping is locked; RLIMIT_MEMLOCK of this process decides whether it may be.
TEST_F(FileEpochSeedVaultTest, SeedsAreMappedWithoutAnyRightAndNotDumped) {
  ASSERT_TRUE(vault().CreateIfAbsent(Epoch(7)).ok());
  std::ifstream maps("/proc/self/maps");
  int mappings = 0;
  for (std::string line; std::getline(maps, line);) {
    if (line.find(SeedPath(7)) == std::string::npos) continue;
    ++mappings;
    EXPECT_THAT(line, HasSubstr("---s")) << "nothing may be read through it";
  }
  EXPECT_EQ(mappings, 1);
  ASSERT_TRUE(vault().Destroy(Epoch(7)).ok());
  std::ifstream after("/proc/self/maps");
  for (std::string line; std::getline(after, line);) EXPECT_THAT(line, Not(HasSubstr("7.seed")));
}

}  // namespace
}  // namespace vsx::store
