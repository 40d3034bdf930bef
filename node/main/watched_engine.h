#ifndef VSX_NODE_MAIN_WATCHED_ENGINE_H_
#define VSX_NODE_MAIN_WATCHED_ENGINE_H_

#include <functional>
#include <memory>

#include "store/engine.h"

namespace vsx::main {

// WatchedEngine passes everything on to another engine, and tells of each commit that fails for the disk's sake:
// RESOURCE_EXHAUSTED (full) or UNAVAILABLE (the engine takes no more writes until it is opened anew). Threads: as the
// engine; `on_trouble` is called by the thread that commits, and returns at once.
class WatchedEngine final : public store::Engine {
 public:
  using TroubleObserver = std::function<void(const absl::Status&)>;

  // `engine` must outlive this.
  WatchedEngine(store::Engine& engine, TroubleObserver on_trouble);

  std::unique_ptr<store::Snapshot> TakeSnapshot() const override;
  absl::Status Commit(const store::WriteBatch& batch) override;

 private:
  store::Engine& engine_;
  const TroubleObserver on_trouble_;
};

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_WATCHED_ENGINE_H_
