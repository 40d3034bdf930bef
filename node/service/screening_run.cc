#include "node/service/screening_run.h"

#include <utility>

#include "node/domain/evaluation.h"
#include "node/service/thread_priority.h"

namespace vsx::service {

absl::Status ScreeningRun::Add(ScreeningRow row) {
  filling_.push_back(std::move(row));
  if (filling_.size() < domain::kMostPersonsOfABatch) return absl::OkStatus();
  Launch();
  return under_way_.size() < kBatchesUnderWay ? absl::OkStatus() : WaitForOldest();
}

absl::Status ScreeningRun::Finish() {
  if (!filling_.empty()) Launch();
  while (!under_way_.empty()) {
    if (absl::Status delivered = WaitForOldest(); !delivered.ok()) return delivered;
  }
  return absl::OkStatus();
}

void ScreeningRun::Launch() {
  under_way_.push_back(std::async(std::launch::async, [this, rows = std::exchange(filling_, {})]() -> absl::Status {
    YieldToOthers();  // there is no way back, and need be none: libstdc++ makes a thread for this batch alone
    const absl::StatusOr<std::vector<ScreenedRow>> screened = ScreenPersons(parts_, actor_, screening_, rows);
    if (!screened.ok()) return screened.status();
    const std::lock_guard lock(delivering_);
    return deliver_(*screened);
  }));
}

absl::Status ScreeningRun::WaitForOldest() {
  absl::Status delivered = under_way_.front().get();
  under_way_.pop_front();
  return delivered;
}

}  // namespace vsx::service
