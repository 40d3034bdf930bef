#ifndef VSX_TESTS_SERVICE_SHARED_WINDOWS_H_
#define VSX_TESTS_SERVICE_SHARED_WINDOWS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>
#include <vector>

#include "absl/types/span.h"

namespace vsx::test {

// 16 bytes in a row of a file, wherever they stand, so that the place of no field is assumed.
using Window = std::array<uint64_t, 2>;

// Which windows a file may have, by some of their bits: one that is not marked is not there.
class Marks {
 public:
  explicit Marks(absl::Span<const Window> windows) : marked_(kCount) {
    for (const Window& window : windows) marked_[window[0] % kCount] = true;
  }
  explicit Marks(std::string_view bytes) : marked_(kCount) {
    for (size_t i = 0; i + sizeof(Window) <= bytes.size(); ++i) marked_[At(bytes, i)[0] % kCount] = true;
  }

  // Those windows of a file that may be in the marked one too, in order.
  std::vector<Window> Shared(std::string_view bytes) const {
    std::vector<Window> shared;
    for (size_t i = 0; i + sizeof(Window) <= bytes.size(); ++i) {
      const Window window = At(bytes, i);
      if (marked_[window[0] % kCount]) shared.push_back(window);
    }
    std::sort(shared.begin(), shared.end());
    return shared;
  }

 private:
  static constexpr uint64_t kCount = uint64_t{1} << 27;

  static Window At(std::string_view bytes, size_t place) {
    Window window;
    std::memcpy(window.data(), bytes.data() + place, sizeof(Window));
    return window;
  }

  std::vector<bool> marked_;
};

// Every window that stands in both, in order: only what each may share with the other is sorted.
inline std::vector<Window> WindowsOfBoth(std::string_view one, std::string_view other) {
  const std::vector<Window> of_other = Marks(one).Shared(other);
  const std::vector<Window> of_one = Marks(of_other).Shared(one);
  std::vector<Window> both;
  std::ranges::set_intersection(of_one, of_other, std::back_inserter(both));
  return both;
}

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_SHARED_WINDOWS_H_
