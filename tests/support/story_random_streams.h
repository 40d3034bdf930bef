#ifndef VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_
#define VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/random_streams.h"
#include "tests/support/story_random_source.h"

namespace vsx::test {

// Each label always gives the same stream.
class StoryRandomStreams final : public crypto::RandomStreams {
 public:
  explicit StoryRandomStreams(std::string seed) : seed_(std::move(seed)) {}
  std::unique_ptr<crypto::RandomSource> Open(std::string_view label) override {
    return std::make_unique<StoryRandomSource>(seed_ + "/stream/" + std::string(label));
  }

 private:
  const std::string seed_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_
