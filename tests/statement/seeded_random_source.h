#ifndef VSX_TESTS_STATEMENT_SEEDED_RANDOM_SOURCE_H_
#define VSX_TESTS_STATEMENT_SEEDED_RANDOM_SOURCE_H_

#include <string>
#include <string_view>

#include "crypto/hash.h"
#include "crypto/random_source.h"

namespace vsx::statement {

// The same bytes for the same seed, without end: SHA-256(seed ‖ counter) after one another.
class SeededRandomSource final : public crypto::RandomSource {
 public:
  explicit SeededRandomSource(std::string_view seed) : seed_(seed) {}

  void Fill(absl::Span<uint8_t> out) override {
    for (uint8_t& byte : out) {
      if (used_ == block_.size()) {
        block_ = crypto::Sha256(seed_ + std::to_string(counter_++));
        used_ = 0;
      }
      byte = static_cast<uint8_t>(block_[used_++]);
    }
  }

 private:
  std::string seed_;
  std::string block_;
  size_t used_ = 0;
  int counter_ = 0;
};

}  // namespace vsx::statement

#endif  // VSX_TESTS_STATEMENT_SEEDED_RANDOM_SOURCE_H_
