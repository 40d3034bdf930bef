#ifndef VSX_TESTS_BENCH_BLIND_BATCHES_H_
#define VSX_TESTS_BENCH_BLIND_BATCHES_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "crypto/blind_query.h"
#include "tests/bench/asking_party.h"
#include "tests/bench/curve_work.h"

namespace vsx::bench {

// Screens so many persons at all other Parties; false if anything failed. BlindBatches is one; whatever screens from
// end to end can stand in its place.
using Screening = std::function<bool(size_t persons)>;

// BlindBatches does what screening costs, without files and decisions: for each Party batches of 256 elements, 32
// persons with `handles` handles each, are blinded on the pool at kBulk, evaluated by the real node, verified and
// searched on the pool at kBulk. Two batches for each Party are under way. Threads: one screening at a time; Stop from
// any thread.
class BlindBatches {
 public:
  static constexpr size_t kPersonsPerBatch = 32;

  BlindBatches(AskingParty& asking, size_t handles) : asking_(asking), handles_(handles) {}

  // Rounded up to whole batches.
  bool Screen(size_t persons);
  // Begins no batch any more, now and later; Screen returns when those under way are done.
  void Stop() { stopping_ = true; }
  // Returns when Screen, on another thread, has ended its first batch: load is there.
  void WaitForLoad();

  // What Screen cannot do without, of all Parties' curve operations together.
  CurveWork Bound(size_t persons) const;

 private:
  struct Line {
    size_t party = 0;
    size_t batches_left = 0;
  };
  void Begin(const std::shared_ptr<Line>& line);
  void Take(const std::shared_ptr<Line>& line, crypto::BlindQuery query,
            const absl::StatusOr<service::Evaluation>& evaluation);
  void End(bool ok);

  AskingParty& asking_;
  const size_t handles_;
  std::atomic<bool> stopping_ = false;
  std::vector<domain::Handle> persons_;  // of one batch
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t running_ = 0;   // lines; guarded by mutex_
  bool loaded_ = false;  // guarded by mutex_
  bool ok_ = true;       // guarded by mutex_
};

// `count` handles of people who do not exist.
std::vector<domain::Handle> ExampleHandles(size_t count);

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_BLIND_BATCHES_H_
