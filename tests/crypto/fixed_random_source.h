#ifndef VSX_TESTS_CRYPTO_FIXED_RANDOM_SOURCE_H_
#define VSX_TESTS_CRYPTO_FIXED_RANDOM_SOURCE_H_

#include <cstring>
#include <string>
#include <utility>

#include "crypto/init.h"
#include "crypto/random_source.h"

namespace vsx::crypto {

// Gives the bytes it was made with, in order, and ends the program when they are used up.
class FixedRandomSource final : public RandomSource {
 public:
  explicit FixedRandomSource(std::string bytes) : bytes_(std::move(bytes)) {}

  void Fill(absl::Span<uint8_t> out) override {
    Require(out.size() <= bytes_.size() - used_, "fixed random bytes are used up");
    std::memcpy(out.data(), bytes_.data() + used_, out.size());
    used_ += out.size();
  }

 private:
  std::string bytes_;
  size_t used_ = 0;
};

}  // namespace vsx::crypto

#endif  // VSX_TESTS_CRYPTO_FIXED_RANDOM_SOURCE_H_
