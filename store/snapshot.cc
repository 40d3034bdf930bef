#include "store/snapshot.h"

namespace vsx::store {

absl::Status CheckScanArguments(std::string_view prefix, std::string_view after_key, size_t limit) {
  if (limit < 1 || limit > kMaxPageRows) {
    return absl::InvalidArgumentError("limit: a page has 1 to 1000 rows");
  }
  if (!after_key.empty() && !after_key.starts_with(prefix)) {
    return absl::InvalidArgumentError("after_key: is not a key of this scan");
  }
  return absl::OkStatus();
}

}  // namespace vsx::store
