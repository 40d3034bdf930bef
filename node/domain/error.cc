#include "node/domain/error.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace vsx::domain {
namespace {

constexpr absl::string_view kReasonUrl = "vsx/reason";
constexpr absl::string_view kFieldUrl = "vsx/field";
constexpr absl::string_view kEpochUrl = "vsx/current-epoch";
constexpr absl::string_view kNextCapacityUrl = "vsx/next-capacity";

absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

std::string ReadPayload(const absl::Status& status, absl::string_view url) {
  const absl::optional<absl::Cord> payload = status.GetPayload(url);
  return payload.has_value() ? std::string(*payload) : std::string();
}

template <typename Number>
std::optional<Number> ReadNumber(const absl::Status& status, absl::string_view url) {
  Number number = 0;
  if (!absl::SimpleAtoi(ReadPayload(status, url), &number)) return std::nullopt;
  return number;
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

absl::Status WrongEpoch(Epoch current) {
  absl::Status status = Error(absl::StatusCode::kFailedPrecondition, "WRONG_EPOCH", "epoch",
                              "the request names another epoch than the one that the issuer's clock is in");
  status.SetPayload(kEpochUrl, absl::Cord(absl::StrCat(current.number())));
  return status;
}

absl::Status BudgetExhausted(UnixTime next_capacity) {
  absl::Status status = Error(absl::StatusCode::kResourceExhausted, "BUDGET_EXHAUSTED", "",
                              "the budget for requests of this kind is used up: ask again when there is capacity");
  status.SetPayload(kNextCapacityUrl, absl::Cord(absl::StrCat(next_capacity.seconds)));
  return status;
}

std::optional<Epoch> ErrorEpoch(const absl::Status& status) {
  const std::optional<uint64_t> number = ReadNumber<uint64_t>(status, kEpochUrl);
  return number.has_value() ? std::optional<Epoch>(Epoch(*number)) : std::nullopt;
}

std::optional<UnixTime> ErrorNextCapacity(const absl::Status& status) {
  const std::optional<int64_t> seconds = ReadNumber<int64_t>(status, kNextCapacityUrl);
  return seconds.has_value() ? std::optional<UnixTime>(UnixTime{*seconds}) : std::nullopt;
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
