#ifndef VSX_NODE_DOMAIN_NAME_NORMALISER_H_
#define VSX_NODE_DOMAIN_NAME_NORMALISER_H_

#include <compare>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace vsx::domain {

// The tokens of a name in the order written (steps 1 to 8 of the key procedure), at least one. Errors as
// NameKey::FromName, which sorts and joins them.
absl::StatusOr<std::vector<std::string>> NameTokens(std::string_view utf8);

// NameKey is a name in the one form that two spellings are compared by (protocol §3; the nine steps of key_procedure in
// tests/vectors/names/name_pairs.json): Latin case, diacritics and apostrophes folded, marks of other scripts kept,
// tokens in code-point order joined by one space. UTF-8, 1 to 1,024 bytes, without "|", "<" or a character of category
// C. Equal keys are a possible match and never proof; different keys are no proof of different persons (HANDLES.md).
class NameKey {
 public:
  // The key of a typed name. INVALID_ARGUMENT if the text is not UTF-8, is longer than 1,024 bytes, holds "|" or a
  // control, private or unassigned character, or nothing that counts. Errors never repeat the name.
  static absl::StatusOr<NameKey> FromName(std::string_view utf8);

  // The key of the two identifiers of a machine-readable zone, in any order of tokens; fillers separate tokens.
  static absl::StatusOr<NameKey> FromMrz(std::string_view primary_identifier, std::string_view secondary_identifier);

  // Takes back a key that FromName made. INVALID_ARGUMENT unless it has the form of one.
  static absl::StatusOr<NameKey> FromKey(std::string_view key);

  const std::string& value() const { return value_; }

  friend auto operator<=>(const NameKey&, const NameKey&) = default;

 private:
  explicit NameKey(std::string value) : value_(std::move(value)) {}

  std::string value_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_NAME_NORMALISER_H_
