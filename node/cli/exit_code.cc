#include "node/cli/exit_code.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace vsx::cli {
namespace {

constexpr char kPayload[] = "vsx.cli/exit-code";

absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

absl::Status WithExitCode(absl::Status status, ExitCode code) {
  status.SetPayload(kPayload, absl::Cord(absl::StrCat(static_cast<int>(code))));
  return status;
}

absl::Status WrongInput(std::string_view message) {
  return WithExitCode(absl::InvalidArgumentError(ToAbsl(message)), ExitCode::kWrongInput);
}

absl::Status NotReachable(std::string_view message) {
  return WithExitCode(absl::UnavailableError(ToAbsl(message)), ExitCode::kNotReachable);
}

absl::Status VerificationFailed(std::string_view message) {
  return WithExitCode(absl::DataLossError(ToAbsl(message)), ExitCode::kVerificationFailed);
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return ExitCode::kDone;
  int code = static_cast<int>(ExitCode::kWrongInput);
  if (const auto payload = status.GetPayload(kPayload)) {
    (void)absl::SimpleAtoi(std::string(*payload), &code);
  }
  return static_cast<ExitCode>(code);
}

}  // namespace vsx::cli
