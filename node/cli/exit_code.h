#ifndef VSX_NODE_CLI_EXIT_CODE_H_
#define VSX_NODE_CLI_EXIT_CODE_H_

#include <string_view>

#include "absl/status/status.h"

namespace vsx::cli {

// What `vsx` returns to the shell. The numbers are part of its interface (README.md) and never change their meaning.
enum class ExitCode : int {
  kDone = 0,                // done; for a check: no record
  kWrongInput = 1,          // usage, or input that cannot be right
  kRefused = 2,             // the node answered and refused: access, precondition, a field
  kNotReachable = 3,        // no answer from the node: it may or may not have acted
  kVerificationFailed = 4,  // a receipt, audit chain or trust document does not hold
  kHold = 10,               // check: HOLD
  kIncomplete = 11,         // check: INCOMPLETE
};

// Errors travel through the program as absl::Status; these make one that ends the program with the code of that name.
// `message` says what to do and holds no personal data.
absl::Status WrongInput(std::string_view message);
absl::Status NotReachable(std::string_view message);
absl::Status VerificationFailed(std::string_view message);

// `status`, from whatever it came, ends the program with `code`; reason, field and message stay.
absl::Status WithExitCode(absl::Status status, ExitCode code);

// The code that `status` ends the program with: the one it was given, otherwise kWrongInput.
ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_EXIT_CODE_H_
