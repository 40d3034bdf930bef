#ifndef VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_
#define VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/hash.h"
#include "crypto/random_streams.h"

namespace vsx::test {

// Each label always gives the same stream. Not StoryRandomSource: indexes take many megabytes, for which hashing is too
// slow.
class StoryRandomStreams final : public crypto::RandomStreams {
 public:
  explicit StoryRandomStreams(std::string seed) : seed_(std::move(seed)) {}
  std::unique_ptr<crypto::RandomSource> Open(std::string_view label) override {
    return std::make_unique<Stream>(seed_ + "/stream/" + std::string(label));
  }

 private:
  // For one thread.
  class Stream final : public crypto::RandomSource {
   public:
    explicit Stream(const std::string& label) {
      const std::string hash = crypto::Sha256(label);
      std::seed_seq seed(hash.begin(), hash.end());
      engine_.seed(seed);
    }
    void Fill(absl::Span<uint8_t> out) override {
      size_t filled = 0;
      while (filled < out.size()) {
        const uint64_t word = engine_();
        const size_t part = std::min(sizeof(word), out.size() - filled);
        std::memcpy(out.data() + filled, &word, part);
        filled += part;
      }
    }

   private:
    std::mt19937_64 engine_;
  };

  const std::string seed_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_STORY_RANDOM_STREAMS_H_
