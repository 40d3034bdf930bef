#include "node/rpc/stream_slots.h"

namespace vsx::rpc {

std::optional<StreamSlots::Slot> StreamSlots::Take(const std::string& caller) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = taken_.find(caller);
  if (all_taken_ >= all_ || (found != taken_.end() && found->second >= per_caller_)) return std::nullopt;
  ++taken_[caller];
  ++all_taken_;
  return Slot(this, caller);
}

void StreamSlots::Free(const std::string& caller) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = taken_.find(caller);
  if (--found->second == 0) taken_.erase(found);
  --all_taken_;
}

}  // namespace vsx::rpc
