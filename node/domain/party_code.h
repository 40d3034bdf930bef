#ifndef VSX_NODE_DOMAIN_PARTY_CODE_H_
#define VSX_NODE_DOMAIN_PARTY_CODE_H_

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace vsx::domain {

// PartyCode names a Party of the federation: its ISO 3166-1 alpha-3 code, three upper-case ASCII letters, compared byte
// for byte (protocol, notation). Which Parties exist is configuration: no code stands in the source.
class PartyCode {
 public:
  // INVALID_ARGUMENT unless `code` is exactly three letters A–Z.
  static absl::StatusOr<PartyCode> Create(std::string_view code);

  const std::string& value() const { return value_; }

  friend auto operator<=>(const PartyCode&, const PartyCode&) = default;

 private:
  explicit PartyCode(std::string value) : value_(std::move(value)) {}

  std::string value_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_PARTY_CODE_H_
