#ifndef VSX_STORE_LOCKED_PAGE_H_
#define VSX_STORE_LOCKED_PAGE_H_

#include <cstddef>

namespace vsx::store {

// LockedPage keeps the first page of a file of a file system in memory from being swapped to a disk, for as long as it
// lives. It maps the page and takes every right to it away: nothing is read through it, and no core dump holds it.
// Best effort: where RLIMIT_MEMLOCK or the kernel refuses, nothing is locked.
class LockedPage {
 public:
  explicit LockedPage(int fd);
  LockedPage(LockedPage&& other) noexcept;
  LockedPage& operator=(LockedPage&& other) noexcept;
  ~LockedPage();

 private:
  void* page_ = nullptr;
  size_t size_ = 0;
};

}  // namespace vsx::store

#endif  // VSX_STORE_LOCKED_PAGE_H_
