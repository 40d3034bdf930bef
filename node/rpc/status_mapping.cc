#include "node/rpc/status_mapping.h"

#include <string>

#include "node/domain/error.h"
#include "vsx/v1/error.pb.h"

namespace vsx::rpc {
namespace {

std::string GeneralMessage(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return "the request is not sound";
    case absl::StatusCode::kNotFound:
      return "there is no such record";
    case absl::StatusCode::kAborted:
      return "another change came between: read again, then repeat";
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return "the node cannot do this now: try again later";
    default:
      return "the node could not do this: ask its operator";
  }
}

}  // namespace

std::string OutwardReason(const absl::Status& status) {
  std::string reason = domain::ErrorReason(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const bool outward = !domain::ErrorReason(status).empty();
  const std::string message = outward ? std::string(status.message()) : GeneralMessage(status.code());

  v1::ErrorDetail detail;
  detail.set_reason(OutwardReason(status));
  if (outward) detail.set_field(domain::ErrorField(status));
  if (const auto epoch = domain::ErrorEpoch(status)) detail.set_current_epoch(epoch->number());
  if (const auto capacity = domain::ErrorNextCapacity(status)) detail.set_next_capacity_at(capacity->seconds);
  v1::StatusDetails details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(message);
  details.add_details()->PackFrom(detail);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), message, details.SerializeAsString());
}

}  // namespace vsx::rpc
