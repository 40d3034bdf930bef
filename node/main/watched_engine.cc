#include "node/main/watched_engine.h"

#include <utility>

namespace vsx::main {

WatchedEngine::WatchedEngine(store::Engine& engine, TroubleObserver on_trouble)
    : engine_(engine), on_trouble_(std::move(on_trouble)) {}

std::unique_ptr<store::Snapshot> WatchedEngine::TakeSnapshot() const { return engine_.TakeSnapshot(); }

absl::Status WatchedEngine::Commit(const store::WriteBatch& batch) {
  absl::Status status = engine_.Commit(batch);
  if (absl::IsUnavailable(status) || absl::IsResourceExhausted(status)) on_trouble_(status);
  return status;
}

}  // namespace vsx::main
