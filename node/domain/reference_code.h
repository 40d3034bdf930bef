#ifndef VSX_NODE_DOMAIN_REFERENCE_CODE_H_
#define VSX_NODE_DOMAIN_REFERENCE_CODE_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace vsx::domain {

// ReferenceCode is the code of 100 random bits that a person may be handed: 20 Crockford base32 symbols, and two check
// symbols that are printed and typed but are no part of it (protocol §3). Who holds it can be found by it: it is as
// secret as a password, and no error or log holds it.
class ReferenceCode {
 public:
  static constexpr size_t kRandomBytes = 13;
  static constexpr size_t kSymbols = 20;
  static constexpr size_t kCheckSymbols = 2;

  // The code of 13 random bytes, of which the last four bits are not used.
  static ReferenceCode FromRandom(std::span<const uint8_t, kRandomBytes> random);

  // Reads what was typed from paper: 22 symbols in any case; spaces and hyphens are ignored, I and L read as 1, O as 0.
  // INVALID_ARGUMENT names the fault: a letter U, another character, too few or many symbols, check symbols that do not
  // fit.
  static absl::StatusOr<ReferenceCode> Parse(std::string_view typed);

  // Takes back symbols(). INVALID_ARGUMENT unless it is exactly 20 upper-case symbols.
  static absl::StatusOr<ReferenceCode> FromSymbols(std::string_view symbols);

  // The 20 symbols, without the check symbols: what the handle holds.
  const std::string& symbols() const { return symbols_; }
  // As printed: XXXXX-XXXXX-XXXXX-XXXXX-CC.
  std::string ToPrinted() const;

  friend auto operator<=>(const ReferenceCode&, const ReferenceCode&) = default;

 private:
  explicit ReferenceCode(std::string symbols) : symbols_(std::move(symbols)) {}

  std::string symbols_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_REFERENCE_CODE_H_
