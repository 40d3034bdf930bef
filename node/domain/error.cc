#include "node/domain/error.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace vsx::domain {
namespace {

constexpr absl::string_view kReasonUrl = "vsx/reason";
constexpr absl::string_view kFieldUrl = "vsx/field";

absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

std::string ReadPayload(const absl::Status& status, absl::string_view url) {
  const absl::optional<absl::Cord> payload = status.GetPayload(url);
  return payload.has_value() ? std::string(*payload) : std::string();
}

}  // namespace

absl::Status Error(absl::StatusCode code, std::string_view reason, std::string_view field, std::string_view message) {
  absl::Status status(code, ToAbsl(message));
  status.SetPayload(kReasonUrl, absl::Cord(ToAbsl(reason)));
  if (!field.empty()) status.SetPayload(kFieldUrl, absl::Cord(ToAbsl(field)));
  return status;
}

absl::Status InvalidField(std::string_view reason, std::string_view field, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, field, message);
}

absl::Status Precondition(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, "", message);
}

std::string ErrorReason(const absl::Status& status) { return ReadPayload(status, kReasonUrl); }

std::string ErrorField(const absl::Status& status) { return ReadPayload(status, kFieldUrl); }

std::string Indexed(std::string_view list, int index) { return absl::StrCat(ToAbsl(list), "[", index, "]"); }

absl::Status AtField(const absl::Status& status, std::string_view prefix) {
  if (status.ok()) return status;
  absl::Status placed = status;
  const std::string inner = ErrorField(status);
  const std::string path = inner.empty() ? std::string(prefix) : absl::StrCat(ToAbsl(prefix), ".", inner);
  placed.SetPayload(kFieldUrl, absl::Cord(path));
  return placed;
}

}  // namespace vsx::domain
