#include "node/service/delivery_attempt.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "node/domain/error.h"
#include "node/service/draw.h"

namespace vsx::service {
namespace {

constexpr size_t kMostReceiptBytes = 2048;

template <size_t kSize>
bool IsOneOf(const std::array<std::string_view, kSize>& reasons, const absl::Status& status) {
  return std::find(reasons.begin(), reasons.end(), domain::ErrorReason(status)) != reasons.end();
}

}  // namespace

SendOutcome OutcomeOf(const absl::Status& failure) {
  constexpr std::array<std::string_view, 10> kFinal = {
      "WITHDRAWN",       "STATEMENT_CONFLICT", "STATEMENT_MALFORMED", "DELIVERY_MALFORMED", "DELIVERY_TOO_LARGE",
      "OPENING_INVALID", "PURPOSE_REFUSED",    "WRONG_ISSUER",        "WRONG_RECIPIENT",    "COPY_UNKNOWN"};
  // Nobody was asked or answered, or the node as a whole was turned away.
  constexpr std::array<std::string_view, 9> kOfAllAlike = {
      "PEER_NOT_REACHED", "PEER_TOO_SLOW",      "PEER_NOT_KNOWN",      "OWN_CERTIFICATE_UNREADABLE",
      "RATE_LIMITED",     "CERTIFICATE_DENIED", "CERTIFICATE_EXPIRED", "CERTIFICATE_NOT_YET_VALID",
      "PARTY_CA_EXPIRED"};
  if (IsOneOf(kFinal, failure)) return SendOutcome::kRefused;
  const bool no_word =
      domain::ErrorReason(failure).empty() && (absl::IsUnavailable(failure) || absl::IsDeadlineExceeded(failure));
  return no_word || IsOneOf(kOfAllAlike, failure) ? SendOutcome::kUnreachable : SendOutcome::kPostponed;
}

std::string_view AuditOutcome(SendOutcome outcome) {
  switch (outcome) {
    case SendOutcome::kAcknowledged:
      return "ACKNOWLEDGED";
    case SendOutcome::kRefused:
      return "REFUSED";
    case SendOutcome::kPostponed:
    case SendOutcome::kUnreachable:
      return "NOT_ACKNOWLEDGED";
  }
  return "";
}

std::string ReasonOf(const absl::Status& failure) {
  const std::string reason = domain::ErrorReason(failure);
  return reason.empty() ? absl::StatusCodeToString(failure.code()) : reason;
}

absl::Status CheckReceiptSize(std::string_view receipt_envelope) {
  if (receipt_envelope.size() <= kMostReceiptBytes) return absl::OkStatus();
  return domain::InvalidField("RECEIPT_TOO_LARGE", "receipt_envelope", "a receipt has at most 2,048 bytes");
}

int64_t BackoffBoundMs(const ServiceLimits& limits, uint32_t attempts) {
  int64_t bound = limits.outbox_first_delay_ms;
  for (uint32_t i = 1; i < attempts && bound < limits.outbox_longest_delay_ms; ++i) bound *= 2;
  return std::min(bound, limits.outbox_longest_delay_ms);
}

domain::UnixTime NextAttempt(const NodeContext& node, uint32_t attempts, crypto::RandomSource& random) {
  const int64_t bound_ms = BackoffBoundMs(node.limits, attempts);
  const int64_t delay_ms = static_cast<int64_t>(Draw(random) % static_cast<uint64_t>(bound_ms + 1));
  return {node.clock.Now().seconds + std::max<int64_t>(1, (delay_ms + 999) / 1000)};
}

void NoteDue(domain::UnixTime due, DispatchPass& pass) { pass.next_due = std::min(pass.next_due.value_or(due), due); }

}  // namespace vsx::service
