#ifndef VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_
#define VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/random_streams.h"
#include "tests/support/story_random_source.h"

namespace vsx::test {

// Each label always gives the same stream: expanded from a seed as in a node, where the seed is fresh.
class StoryRandomStreams final : public crypto::RandomStreams {
 public:
  explicit StoryRandomStreams(std::string seed) : seed_(std::move(seed)) {}
  std::unique_ptr<crypto::RandomSource> Open(std::string_view label) override {
    StoryRandomSource seed(seed_ + "/stream/" + std::string(label));
    return std::make_unique<crypto::ExpandedRandomSource>(seed);
  }

 private:
  const std::string seed_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_
