#include "node/api/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "node/domain/error.h"

namespace vsx::api {
namespace {

constexpr size_t kLongestToken = 512;

bool IsHex(std::string_view text) {
  return text.size() % 2 == 0 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string ToPageToken(std::string_view place) {
  return absl::BytesToHexString(absl::string_view(place.data(), place.size()));
}

absl::StatusOr<std::string> FromPageToken(std::string_view token) {
  if (token.size() > kLongestToken || !IsHex(token)) {
    return domain::InvalidField("PAGE_TOKEN_WRONG", "page_token", "take the token of the page before, or none");
  }
  return absl::HexStringToBytes(absl::string_view(token.data(), token.size()));
}

}  // namespace vsx::api
