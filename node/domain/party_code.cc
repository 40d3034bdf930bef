#include "node/domain/party_code.h"

#include <algorithm>

#include "absl/status/status.h"

namespace vsx::domain {

absl::StatusOr<PartyCode> PartyCode::Create(std::string_view code) {
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return absl::InvalidArgumentError("a Party is named by three upper-case letters (ISO 3166-1 alpha-3)");
  }
  return PartyCode(std::string(code));
}

}  // namespace vsx::domain
