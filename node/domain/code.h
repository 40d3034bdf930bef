#ifndef VSX_NODE_DOMAIN_CODE_H_
#define VSX_NODE_DOMAIN_CODE_H_

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace vsx::domain {

// Code is one word of a closed vocabulary (instrument, qualified role, desk id, definition element): 1 to 64 ASCII
// letters, digits, `_`, `-`, `.`. It has no space, so that no narrative fits where a code belongs (system.md, rule 5).
class Code {
 public:
  // INVALID_ARGUMENT unless `text` is such a word.
  static absl::StatusOr<Code> Create(std::string_view text);

  const std::string& value() const { return value_; }

  friend auto operator<=>(const Code&, const Code&) = default;

 private:
  explicit Code(std::string value) : value_(std::move(value)) {}

  std::string value_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CODE_H_
