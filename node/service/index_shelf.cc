#include "node/service/index_shelf.h"

#include <utility>

namespace vsx::service {

std::shared_ptr<const ShelvedIndex> IndexShelf::Find(const domain::IndexName& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = indexes_.find(name);
  return found == indexes_.end() ? nullptr : found->second;
}

void IndexShelf::Put(const domain::IndexName& name, std::shared_ptr<const ShelvedIndex> index) {
  const std::lock_guard lock(mutex_);
  indexes_.insert_or_assign(name, std::move(index));
}

void IndexShelf::MarkForked(const domain::IndexName& name) {
  const std::lock_guard lock(mutex_);
  forked_.insert(name);
}

bool IndexShelf::IsForked(const domain::IndexName& name) const {
  const std::lock_guard lock(mutex_);
  return forked_.contains(name);
}

void IndexShelf::RemoveBefore(domain::Epoch epoch) {
  const std::lock_guard lock(mutex_);
  std::erase_if(indexes_, [epoch](const auto& one) { return one.first.epoch < epoch; });
  std::erase_if(forked_, [epoch](const domain::IndexName& name) { return name.epoch < epoch; });
}

}  // namespace vsx::service
