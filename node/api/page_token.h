#ifndef VSX_NODE_API_PAGE_TOKEN_H_
#define VSX_NODE_API_PAGE_TOKEN_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::api {

// Page tokens on the wire are the store's opaque places in hex, so that they are valid UTF-8. Empty stays empty.
std::string ToPageToken(std::string_view place);

// INVALID_ARGUMENT PAGE_TOKEN_WRONG, field `page_token`.
absl::StatusOr<std::string> FromPageToken(std::string_view token);

}  // namespace vsx::api

#endif  // VSX_NODE_API_PAGE_TOKEN_H_
