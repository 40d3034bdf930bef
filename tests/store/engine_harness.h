#ifndef VSX_TESTS_STORE_ENGINE_HARNESS_H_
#define VSX_TESTS_STORE_ENGINE_HARNESS_H_

#include <sys/resource.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "crypto/random_source.h"
#include "gtest/gtest.h"
#include "node/domain/party_code.h"
#include "store/engine.h"
#include "store/in_memory_engine.h"
#include "store/rocksdb_engine.h"
#include "tests/store/temp_folder.h"

namespace vsx::store {

inline StoreIdentity ExampleIdentity() { return {domain::PartyCode::Create("XXA").value(), "example-keystore"}; }

// While it lives, no file of this process can grow: every write to disk fails, as a broken disk makes it fail.
class NoFileGrows {
 public:
  NoFileGrows() : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_limit_);
    rlimit none = old_limit_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~NoFileGrows() {
    setrlimit(RLIMIT_FSIZE, &old_limit_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  void (*old_handler_)(int);
  rlimit old_limit_{};
};

// EngineHarness is what the contract suite needs beside the interface: one engine and ways to make it fail.
class EngineHarness {
 public:
  virtual ~EngineHarness() = default;
  virtual Engine& engine() = 0;
  virtual absl::Status CommitWhileDiskFails(const WriteBatch& batch) = 0;
  // As if so much of the disk's reserve were in use.
  virtual void UseReserve(ReserveUse use) = 0;
};

class RocksDbHarness final : public EngineHarness {
 public:
  RocksDbHarness() { Open({}); }
  Engine& engine() override { return *engine_; }
  absl::Status CommitWhileDiskFails(const WriteBatch& batch) override {
    const NoFileGrows broken_disk;
    return engine_->Commit(batch);
  }
  void UseReserve(ReserveUse use) override {
    const uint64_t available = std::filesystem::space(folder_.path("")).available;
    Open({.reserved_disk_bytes = use == ReserveUse::kAll ? UINT64_MAX : available + available / 2});
  }

  void Open(RocksDbEngine::Options options) {
    engine_.reset();
    auto opened = RocksDbEngine::Open(folder_.path("store"), ExampleIdentity(), random_, options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    engine_ = *std::move(opened);
  }

 private:
  TempFolder folder_;
  crypto::SystemRandomSource random_;
  std::unique_ptr<RocksDbEngine> engine_;
};

class InMemoryHarness final : public EngineHarness {
 public:
  Engine& engine() override { return engine_; }
  absl::Status CommitWhileDiskFails(const WriteBatch& batch) override {
    engine_.FailNextWrite(absl::UnavailableError("fails as told"));
    return engine_.Commit(batch);
  }
  void UseReserve(ReserveUse use) override { engine_.SetReserveInUse(use); }

 private:
  crypto::SystemRandomSource random_;
  InMemoryEngine engine_{random_};
};

// Short forms for tests.
inline std::optional<std::string> GetNow(const Reader& reader, Table table, std::string_view key) {
  absl::StatusOr<std::optional<std::string>> value = reader.TakeSnapshot()->Get(table, key);
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? *value : std::nullopt;
}

inline WriteBatch PutBatch(std::string_view key, std::string_view value, Table table = Table::kCase) {
  WriteBatch batch;
  batch.Put(table, key, value);
  return batch;
}

}  // namespace vsx::store

#endif  // VSX_TESTS_STORE_ENGINE_HARNESS_H_
