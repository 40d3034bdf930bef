#ifndef VSX_NODE_DOMAIN_ID_H_
#define VSX_NODE_DOMAIN_ID_H_

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace vsx::domain {

// Id is a 16-byte identifier drawn at random, a type of its own for each kind of thing (Tag), so that a case id cannot
// stand where a copy id belongs. Text form: 32 lower-case hex digits.
template <typename Tag>
class Id {
 public:
  static constexpr size_t kSize = 16;

  // INVALID_ARGUMENT unless `bytes` has exactly 16 bytes.
  static absl::StatusOr<Id> FromBytes(std::string_view bytes) {
    if (bytes.size() != kSize) return absl::InvalidArgumentError("an id has 16 bytes");
    Id id;
    std::copy(bytes.begin(), bytes.end(), id.bytes_.begin());
    return id;
  }

  // INVALID_ARGUMENT unless `hex` is 32 lower-case hex digits.
  static absl::StatusOr<Id> FromHex(std::string_view hex) {
    const bool sound = hex.size() == 2 * kSize && std::all_of(hex.begin(), hex.end(), [](char c) {
                         return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                       });
    if (!sound) return absl::InvalidArgumentError("an id is written as 32 lower-case hex digits");
    return FromBytes(absl::HexStringToBytes(absl::string_view(hex.data(), hex.size())));
  }

  std::string_view bytes() const { return {bytes_.data(), kSize}; }
  std::string ToHex() const { return absl::BytesToHexString(absl::string_view(bytes_.data(), kSize)); }

  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  Id() = default;

  std::array<char, kSize> bytes_{};
};

using CaseId = Id<struct CaseTag>;
using CopyId = Id<struct CopyTag>;
using CheckId = Id<struct CheckTag>;
using StatementId = Id<struct StatementTag>;

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_ID_H_
