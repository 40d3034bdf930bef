#include "node/cli/request_id.h"

#include "absl/strings/str_cat.h"
#include "crypto/random_source.h"
#include "node/cli/exit_code.h"
#include "node/cli/text_layout.h"

namespace vsx::cli {

void AddRequestId(CLI::App& command, std::string& request_id, std::string_view does) {
  command
      .add_option("--request-id", request_id,
                  absl::StrCat("of an attempt whose end is not known: ", std::string(does), " once at most"))
      ->type_name("HEX");
}

absl::StatusOr<std::string> RequestId(const std::string& given) {
  constexpr size_t kRequestIdSize = 16;
  if (given.empty()) return crypto::SystemRandomSource().Bytes(kRequestIdSize);
  return ParseId("the request id", "the call before", given);
}

absl::Status WithRepeat(const absl::Status& failure, std::string_view not_known, std::string_view options,
                        std::string_view promise) {
  if (ExitCodeOf(failure) != ExitCode::kNotReachable) return failure;
  return NotReachable(absl::StrCat(failure.message(), ". ", std::string(not_known), ": repeat with ",
                                   std::string(options), ", ", std::string(promise)));
}

}  // namespace vsx::cli
