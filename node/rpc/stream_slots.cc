#include "node/rpc/stream_slots.h"

namespace vsx::rpc {

std::optional<StreamSlots::Slot> StreamSlots::Take(const std::string& caller) {
  const std::lock_guard<std::mutex> lock(mutex_);
  int& taken = taken_[caller];
  if (taken >= per_caller_) return std::nullopt;
  ++taken;
  return Slot(this, caller);
}

void StreamSlots::Free(const std::string& caller) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = taken_.find(caller);
  if (--found->second == 0) taken_.erase(found);
}

}  // namespace vsx::rpc
