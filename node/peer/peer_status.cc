#include "node/peer/peer_status.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "node/domain/error.h"
#include "node/domain/status_decision.h"
#include "vsx/v1/error.pb.h"

namespace vsx::peer {
namespace {

constexpr size_t kMaxReason = 64;
constexpr size_t kMaxField = 128;
constexpr std::string_view kWrongEpoch = "WRONG_EPOCH";
constexpr std::string_view kBudgetExhausted = "BUDGET_EXHAUSTED";
constexpr char kPeerRefused[] = "PEER_REFUSED";

bool IsReason(std::string_view text) {
  return !text.empty() && text.size() <= kMaxReason && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
  });
}

bool IsField(std::string_view text) {
  return text.size() <= kMaxField && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_' || c == '.' || c == '[' || c == ']';
         });
}

// The peer's own words about its refusal, if they have the form.
std::optional<v1::ErrorDetail> ReadDetail(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  if (!details.ParseFromString(status.error_details()) || details.details_size() != 1) return std::nullopt;
  if (!details.details(0).UnpackTo(&detail) || !IsReason(detail.reason())) return std::nullopt;
  if (!IsField(detail.field())) detail.clear_field();
  // In an officer's answer it would stand as if this node had said it.
  if (domain::IsSaidByTheAskingNodeAlone(detail.reason())) detail.set_reason(kPeerRefused);
  return detail;
}

// Whether the code speaks of the request, rather than of the moment.
bool IsRefusal(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::OUT_OF_RANGE:
      return true;
    default:
      return false;
  }
}

// A refusal of the blind check that says when to go on (domain/error.h).
bool IsRefusalOfNow(const v1::ErrorDetail& detail, grpc::StatusCode code) {
  if (detail.reason() == kWrongEpoch) return code == grpc::StatusCode::FAILED_PRECONDITION;
  return detail.reason() == kBudgetExhausted && code == grpc::StatusCode::RESOURCE_EXHAUSTED &&
         detail.next_capacity_at() > 0;
}

}  // namespace

absl::Status FromPeerStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const std::optional<v1::ErrorDetail> detail = ReadDetail(status);
  if (detail.has_value() && IsRefusalOfNow(*detail, status.error_code())) {
    return detail->reason() == kWrongEpoch ? domain::WrongEpoch(domain::Epoch(detail->current_epoch()))
                                           : domain::BudgetExhausted({detail->next_capacity_at()});
  }
  if (detail.has_value() && IsRefusal(status.error_code())) {
    return domain::Error(static_cast<absl::StatusCode>(status.error_code()), detail->reason(), detail->field(),
                         "the peer refused");
  }
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return domain::Error(absl::StatusCode::kDeadlineExceeded, "PEER_TOO_SLOW", "", "the peer did not answer in time");
  }
  const std::string reason = detail.has_value() ? detail->reason() : "PEER_NOT_REACHED";
  return domain::Error(absl::StatusCode::kUnavailable, reason, "", "the peer could not be reached or could not answer");
}

}  // namespace vsx::peer
