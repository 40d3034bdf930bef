#ifndef VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_
#define VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/random_streams.h"
#include "tests/support/story_random_source.h"

namespace vsx::test {

// How draws hang on labels. kOneForAll is what streams are there to prevent: whoever draws shifts what others get.
enum class StreamsOf { kEachLabel, kOneForAll };

// The n-th opening of a label always gives the same stream, and no other opening does: expanded from a seed as in a
// node, where the seed is fresh. Threads: safe concurrently, and then the order of openings of one label is the
// threads'.
class StoryRandomStreams final : public crypto::RandomStreams {
 public:
  // Told the name of each stream that is opened, before it is drawn from.
  using OnOpen = std::function<void(const std::string& stream)>;

  explicit StoryRandomStreams(std::string seed, StreamsOf streams_of = StreamsOf::kEachLabel, OnOpen on_open = nullptr)
      : seed_(std::move(seed)), streams_of_(streams_of), on_open_(std::move(on_open)) {}

  std::unique_ptr<crypto::RandomSource> Open(std::string_view label) override {
    const std::string stream = NextOf(streams_of_ == StreamsOf::kEachLabel ? label : "all");
    if (on_open_) on_open_(stream);
    StoryRandomSource seed(stream);
    return std::make_unique<crypto::ExpandedRandomSource>(seed);
  }

 private:
  std::string NextOf(std::string_view label) {
    const std::lock_guard lock(mutex_);
    const int number = ++opened_[std::string(label)];
    return seed_ + "/stream/" + std::to_string(number) + "/" + std::string(label);
  }

  const std::string seed_;
  const StreamsOf streams_of_;
  const OnOpen on_open_;
  std::mutex mutex_;
  std::map<std::string, int> opened_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_
