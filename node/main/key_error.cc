#include "node/main/key_error.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace vsx::main {

absl::Status AtKey(std::string_view key, const absl::Status& status) {
  if (status.ok()) return status;
  return {status.code(), absl::StrCat(std::string(key), ": ", status.message())};
}

absl::Status RefuseKey(std::string_view key, std::string_view message) {
  return absl::FailedPreconditionError(absl::StrCat(std::string(key), ": ", std::string(message)));
}

}  // namespace vsx::main
