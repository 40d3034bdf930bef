#ifndef VSX_CRYPTO_RANDOM_STREAMS_H_
#define VSX_CRYPTO_RANDOM_STREAMS_H_

#include <memory>
#include <string_view>

#include "crypto/expanded_random_source.h"
#include "crypto/random_source.h"

namespace vsx::crypto {

// RandomStreams gives sources of randomness apart from one another, each by its label: what one piece of work draws
// never shifts what another gets. Each opening gives a stream of its own, of a label that was opened before too. In a
// node each has a fresh seed from the operating system, and the label says nothing; a test can repeat each by itself,
// which is how it shows that withheld looks like absent, byte for byte. Threads: safe concurrently.
class RandomStreams {
 public:
  virtual ~RandomStreams() = default;
  virtual std::unique_ptr<RandomSource> Open(std::string_view label) = 0;
};

class SystemRandomStreams final : public RandomStreams {
 public:
  std::unique_ptr<RandomSource> Open(std::string_view) override {
    return std::make_unique<ExpandedRandomSource>(system_);
  }

 private:
  SystemRandomSource system_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_RANDOM_STREAMS_H_
