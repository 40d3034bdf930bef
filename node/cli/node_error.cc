#include "node/cli/node_error.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"
#include "node/domain/error.h"
#include "vsx/v1/error.pb.h"

namespace vsx::cli {
namespace {

// The node's own words about an error, if it was the node that spoke.
bool ReadDetails(const grpc::Status& status, v1::ErrorDetail* detail) {
  v1::StatusDetails details;
  if (!details.ParseFromString(status.error_details())) return false;
  for (const auto& any : details.details()) {
    if (any.UnpackTo(detail)) return true;
  }
  return false;
}

}  // namespace

absl::Status ErrorFromNode(const grpc::Status& status, const std::string& node) {
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  v1::ErrorDetail detail;
  if (!status.error_details().empty() && ReadDetails(status, &detail)) {
    return WithExitCode(domain::Error(code, detail.reason(), detail.field(), status.error_message()),
                        ExitCode::kRefused);
  }
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return NotReachable(absl::StrCat("no connection to the node at ", node,
                                       ". Is it running, is this its agency port, and do the certificates fit? (",
                                       status.error_message(), ")"));
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return NotReachable(absl::StrCat("the node at ", node, " did not answer in time; it may still have acted"));
    case grpc::StatusCode::UNIMPLEMENTED:
      return WithExitCode(
          absl::UnimplementedError("the node does not offer this: is this its agency port, and its version recent?"),
          ExitCode::kRefused);
    default:
      return WithExitCode(absl::Status(code, status.error_message()), ExitCode::kRefused);
  }
}

}  // namespace vsx::cli
