#include "store/locked_page.h"

#include <sys/mman.h>
#include <unistd.h>

#include <utility>

namespace vsx::store {

LockedPage::LockedPage(int fd) : size_(static_cast<size_t>(sysconf(_SC_PAGESIZE))) {
  void* const page = mmap(nullptr, size_, PROT_READ, MAP_SHARED, fd, 0);
  if (page == MAP_FAILED) return;
  page_ = page;
  // A page that is locked stays so without the right to read it.
  mlock(page_, size_);
  madvise(page_, size_, MADV_DONTDUMP);
  mprotect(page_, size_, PROT_NONE);
}

LockedPage::LockedPage(LockedPage&& other) noexcept : page_(std::exchange(other.page_, nullptr)), size_(other.size_) {}

LockedPage& LockedPage::operator=(LockedPage&& other) noexcept {
  if (this == &other) return *this;
  if (page_ != nullptr) munmap(page_, size_);
  page_ = std::exchange(other.page_, nullptr);
  size_ = other.size_;
  return *this;
}

LockedPage::~LockedPage() {
  if (page_ != nullptr) munmap(page_, size_);
}

}  // namespace vsx::store
