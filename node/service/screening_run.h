#ifndef VSX_NODE_SERVICE_SCREENING_RUN_H_
#define VSX_NODE_SERVICE_SCREENING_RUN_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/service/screen_persons.h"

namespace vsx::service {

// ScreeningRun takes the rows of one stream, however many, and asks about them in batches, a few of which are under way
// at once, so that the curve's work and the network's overlap. What it holds is bounded: Add returns only when there is
// room for another row. A batch is delivered as soon as it is done. Threads: one calls it; each batch runs on a
// thread of its own, which yields to whoever checks one person (thread_priority.h).
class ScreeningRun {
 public:
  // Called with whole batches, as they are done, on their threads, one at a time. An error ends the run.
  using Deliver = std::function<absl::Status(const std::vector<ScreenedRow>&)>;

  static constexpr size_t kBatchesUnderWay = 4;

  // All outlive this.
  ScreeningRun(const ScreeningParts& parts, const Actor& actor, const Screening& screening, Deliver deliver)
      : parts_(parts), actor_(actor), screening_(screening), deliver_(std::move(deliver)) {}
  // Waits for what is under way.
  ~ScreeningRun() = default;
  ScreeningRun(const ScreeningRun&) = delete;
  ScreeningRun& operator=(const ScreeningRun&) = delete;

  // Errors: those of ScreenPersons and of Deliver; add nothing else then.
  absl::Status Add(ScreeningRow row);
  // Asks about what is left and delivers everything. Errors: likewise.
  absl::Status Finish();

 private:
  void Launch();
  absl::Status WaitForOldest();

  const ScreeningParts& parts_;
  const Actor& actor_;
  const Screening& screening_;
  const Deliver deliver_;
  std::vector<ScreeningRow> filling_;
  std::mutex delivering_;                            // guards calls of deliver_
  std::deque<std::future<absl::Status>> under_way_;  // goes first: its batches use the rest
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_SCREENING_RUN_H_
