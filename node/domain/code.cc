#include "node/domain/code.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace vsx::domain {

absl::StatusOr<Code> Code::Create(std::string_view text) {
  constexpr size_t kLongest = 64;
  const bool sound = !text.empty() && text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.';
  });
  if (!sound) return absl::InvalidArgumentError("a code has 1 to 64 letters, digits, _, - or .");
  return Code(std::string(text));
}

}  // namespace vsx::domain
