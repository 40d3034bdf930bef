#ifndef VSX_STORE_IN_MEMORY_ENGINE_H_
#define VSX_STORE_IN_MEMORY_ENGINE_H_

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "crypto/random_source.h"
#include "store/audit_entry.h"
#include "store/engine.h"

namespace vsx::store {

// InMemoryEngine is the Engine for tests: the same contract but for durability, written the plain way (one mutex, maps
// copied when a snapshot still holds them), so that it is also the reference that the other one is compared with.
class InMemoryEngine final : public Engine {
 public:
  using Rows = std::map<std::string, std::string, std::less<>>;
  using Tables = std::array<std::shared_ptr<Rows>, kAllTables.size()>;

  explicit InMemoryEngine(crypto::RandomSource& random);

  std::unique_ptr<Snapshot> TakeSnapshot() const override;
  absl::Status Commit(const WriteBatch& batch) override;

  // The next commit that passes its preconditions fails with `error`, as a failed sync would: later ones are refused.
  void FailNextWrite(absl::Status error);
  void SetReserveInUse(ReserveUse in_use);

 private:
  // Shared with snapshots, which release their rows under the same mutex.
  struct State {
    std::mutex mutex;
    Tables tables;  // guarded by mutex
  };

  void Apply(const WriteBatch::Change& change);  // state_->mutex held

  const std::shared_ptr<State> state_;
  // Guarded by state_->mutex.
  AuditHead head_;
  absl::Status next_write_;
  bool write_failed_ = false;
  ReserveUse reserve_in_use_ = ReserveUse::kNone;

  class SnapshotOfMaps;
};

}  // namespace vsx::store

#endif  // VSX_STORE_IN_MEMORY_ENGINE_H_
