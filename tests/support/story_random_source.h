#ifndef VSX_TESTS_SUPPORT_STORY_RANDOM_SOURCE_H_
#define VSX_TESTS_SUPPORT_STORY_RANDOM_SOURCE_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "crypto/hash.h"
#include "crypto/random_source.h"

namespace vsx::test {

// StoryRandomSource gives SHA-256(seed ‖ label ‖ counter) blocks one after another: the same bytes for the same seed
// and label. Threads: safe concurrently, as the interface promises; then the order of draws is the threads'.
class StoryRandomSource final : public crypto::RandomSource {
 public:
  explicit StoryRandomSource(std::string seed) : seed_(std::move(seed)) {}

  void Fill(absl::Span<uint8_t> out) override {
    const std::lock_guard lock(mutex_);
    for (uint8_t& byte : out) {
      if (used_ == block_.size()) {
        block_ = crypto::Sha256(seed_ + "/" + label_ + "/" + std::to_string(counter_++));
        used_ = 0;
      }
      byte = static_cast<uint8_t>(block_[used_++]);
    }
  }

  // From now on the draws of this label, from the first.
  void Begin(std::string_view label) {
    const std::lock_guard lock(mutex_);
    label_ = std::string(label);
    block_.clear();
    used_ = 0;
    counter_ = 0;
  }

 private:
  const std::string seed_;
  std::mutex mutex_;
  std::string label_;
  std::string block_;
  size_t used_ = 0;
  uint64_t counter_ = 0;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_STORY_RANDOM_SOURCE_H_
