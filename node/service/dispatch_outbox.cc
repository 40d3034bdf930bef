#include "node/service/dispatch_outbox.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "node/domain/error.h"
#include "node/service/retry.h"
#include "node/statement/delivery_content.h"
#include "node/statement/receipts.h"

namespace vsx::service {
namespace {

using domain::DeliveryState;
using domain::DeliveryType;
using domain::OutboxItem;
using store::LoadedDelivery;

constexpr size_t kPageRows = 200;

// Whether an earlier delivery of the same case to the same Party is still to be sent.
absl::StatusOr<bool> WaitsForEarlier(const NodeContext& node, const store::Snapshot& snapshot, const OutboxItem& item) {
  absl::StatusOr<std::vector<LoadedDelivery>> of_case = node.outbox.LoadOfCase(snapshot, item.case_id);
  if (!of_case.ok()) return of_case.status();
  return std::any_of(of_case->begin(), of_case->end(), [&](const LoadedDelivery& other) {
    return other.item.recipient == item.recipient && other.item.case_sequence < item.case_sequence &&
           domain::StillToSend(other.item);
  });
}

// Takes the send in the store before a byte leaves. Nothing if somebody changed the item meanwhile.
absl::StatusOr<std::optional<LoadedDelivery>> Claim(const NodeContext& node, const LoadedDelivery& waiting) {
  OutboxItem item = waiting.item;
  item.state = DeliveryState::kClaimed;
  ++item.attempts;
  store::WriteBatch batch;
  batch.UseReservedSpace();
  if (absl::Status put = node.outbox.PutChanged(batch, waiting, item); !put.ok()) return put;
  node.audit.AppendExchange(batch, "", item.recipient, "Deliver", "CLAIMED", {});
  const absl::Status committed = node.engine.Commit(batch);
  if (absl::IsAborted(committed)) return std::optional<LoadedDelivery>();
  if (!committed.ok()) return committed;
  absl::StatusOr<LoadedDelivery> claimed = node.outbox.Load(*node.engine.TakeSnapshot(), item.recipient, item.id);
  if (!claimed.ok()) return claimed.status();
  return std::optional<LoadedDelivery>(*std::move(claimed));
}

// Verifies that the receipt is the Party's own and about exactly this delivery.
absl::Status CheckReceipt(const NodeContext& node, const OutboxItem& item, const std::string& envelope) {
  const domain::UnixTime now = node.clock.Now();
  if (item.type == DeliveryType::kWithdrawal) {
    absl::StatusOr<statement::Verified<statement::ErasureReceipt>> receipt =
        statement::VerifyErasureReceipt(node.trust, envelope, item.recipient, node.own_party(), now);
    if (!receipt.ok()) return receipt.status();
    return statement::CheckReceiptAnswers(receipt->content, item);
  }
  absl::StatusOr<statement::Verified<statement::DeliveryReceipt>> receipt =
      statement::VerifyDeliveryReceipt(node.trust, envelope, item.recipient, node.own_party(), now);
  if (!receipt.ok()) return receipt.status();
  return statement::CheckReceiptAnswers(receipt->content, item);
}

enum class SendOutcome { kAcknowledged, kRefused, kUnreachable };

struct Sent {
  SendOutcome outcome = SendOutcome::kUnreachable;
  std::string receipt_envelope;
  std::string reason;
};

std::string ReasonOf(const absl::Status& status) {
  const std::string reason = domain::ErrorReason(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

// Whether the same bytes may fare better later: everything but the peer's own word on this delivery.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status) ||
         absl::IsAborted(status) || absl::IsCancelled(status) || absl::IsInternal(status) || absl::IsUnknown(status) ||
         absl::IsUnauthenticated(status) || absl::IsDataLoss(status);
}

Sent Send(const NodeContext& node, PartyLink& link, const OutboxItem& item) {
  absl::StatusOr<std::string> sealed =
      statement::SealDelivery(node.trust, item.recipient, item.type, item.id, item.content, node.clock.Now());
  if (!sealed.ok()) return {SendOutcome::kUnreachable, "", ReasonOf(sealed.status())};
  absl::StatusOr<std::string> receipt = link.Deliver(item.recipient, item.type, item.id, *sealed);
  if (receipt.ok()) {
    const absl::Status sound = CheckReceipt(node, item, *receipt);
    if (sound.ok()) return {SendOutcome::kAcknowledged, *std::move(receipt), ""};
    return {SendOutcome::kUnreachable, "", ReasonOf(sound)};
  }
  if (MayPass(receipt.status())) return {SendOutcome::kUnreachable, "", ReasonOf(receipt.status())};
  return {SendOutcome::kRefused, "", ReasonOf(receipt.status())};
}

domain::UnixTime NextAttempt(const NodeContext& node, uint32_t attempts) {
  const std::string random = node.random.Bytes(sizeof(uint64_t));
  uint64_t draw = 0;
  std::memcpy(&draw, random.data(), sizeof(draw));
  const int64_t bound_ms = BackoffBoundMs(node.limits, attempts);
  const int64_t delay_ms = static_cast<int64_t>(draw % static_cast<uint64_t>(bound_ms + 1));
  return {node.clock.Now().seconds + std::max<int64_t>(1, (delay_ms + 999) / 1000)};
}

OutboxItem AfterSend(const NodeContext& node, const OutboxItem& present, const Sent& sent,
                     domain::UnixTime next_attempt_at) {
  OutboxItem item = present;
  item.reason = sent.reason;
  if (sent.outcome == SendOutcome::kAcknowledged) {
    item.state = DeliveryState::kAcknowledged;
    item.content.clear();
    item.acknowledged_at = node.clock.Now();
    item.receipt_envelope = sent.receipt_envelope;
    return item;
  }
  // A refused withdrawal or revocation is not given up: the person's wish outlasts the other side's mistake.
  if (sent.outcome == SendOutcome::kRefused && item.type == DeliveryType::kNotification) {
    item.state = DeliveryState::kRefused;
    item.content.clear();
    return item;
  }
  item.next_attempt_at = next_attempt_at;
  return item;
}

std::string_view AuditOutcome(const Sent& sent) {
  switch (sent.outcome) {
    case SendOutcome::kAcknowledged:
      return "ACKNOWLEDGED";
    case SendOutcome::kRefused:
      return "REFUSED";
    case SendOutcome::kUnreachable:
      return "NOT_ACKNOWLEDGED";
  }
  return "";
}

// Writes down what came of it. If the item was recalled while its bytes were under way, an acknowledgement still
// counts, and nothing else does.
absl::Status Settle(const NodeContext& node, const OutboxItem& claimed, const Sent& sent,
                    domain::UnixTime next_attempt_at) {
  absl::StatusOr<bool> settled = RetryAborted([&]() -> absl::StatusOr<bool> {
    absl::StatusOr<LoadedDelivery> present =
        node.outbox.Load(*node.engine.TakeSnapshot(), claimed.recipient, claimed.id);
    if (!present.ok()) return present.status();
    if (present->item.content.empty() && sent.outcome != SendOutcome::kAcknowledged) return true;
    store::WriteBatch batch;
    batch.UseReservedSpace();
    absl::Status put = node.outbox.PutChanged(batch, *present, AfterSend(node, present->item, sent, next_attempt_at));
    if (!put.ok()) return put;
    node.audit.AppendExchange(batch, "", claimed.recipient, "Deliver", AuditOutcome(sent), {});
    if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
    return true;
  });
  return settled.status();
}

void NoteDue(domain::UnixTime due, DispatchPass& pass) { pass.next_due = std::min(pass.next_due.value_or(due), due); }

// One waiting delivery; true if the pass goes on.
absl::StatusOr<bool> DispatchOne(const NodeContext& node, PartyLink& link, const LoadedDelivery& waiting,
                                 DispatchPass& pass) {
  absl::StatusOr<bool> waits = WaitsForEarlier(node, *node.engine.TakeSnapshot(), waiting.item);
  if (!waits.ok()) return waits.status();
  if (*waits) return true;  // the earlier one's due time decides
  if (waiting.item.next_attempt_at > node.clock.Now()) {
    NoteDue(waiting.item.next_attempt_at, pass);
    return true;
  }
  absl::StatusOr<std::optional<LoadedDelivery>> claimed = Claim(node, waiting);
  if (!claimed.ok()) return claimed.status();
  if (!claimed->has_value()) {
    NoteDue(node.clock.Now(), pass);
    return true;
  }
  const Sent sent = Send(node, link, (*claimed)->item);
  const domain::UnixTime retry_at = NextAttempt(node, (*claimed)->item.attempts);
  if (absl::Status settled = Settle(node, (*claimed)->item, sent, retry_at); !settled.ok()) return settled;
  switch (sent.outcome) {
    case SendOutcome::kAcknowledged:
      ++pass.acknowledged;
      NoteDue(node.clock.Now(), pass);  // what waited for this one
      return true;
    case SendOutcome::kRefused:
      ++pass.refused;
      // A refused notification is settled, and something may have waited for it.
      NoteDue((*claimed)->item.type == DeliveryType::kNotification ? node.clock.Now() : retry_at, pass);
      return true;
    case SendOutcome::kUnreachable:
      pass.unreachable = true;
      NoteDue(retry_at, pass);
      return false;
  }
  return false;
}

}  // namespace

absl::StatusOr<DispatchPass> DispatchDue(const NodeContext& node, PartyLink& link, const domain::PartyCode& recipient) {
  DispatchPass pass;
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  std::string place;
  do {
    absl::StatusOr<store::DeliveryPage> page = node.outbox.ListPending(*snapshot, recipient, place, kPageRows);
    if (!page.ok()) return page.status();
    std::sort(page->deliveries.begin(), page->deliveries.end(), [](const LoadedDelivery& a, const LoadedDelivery& b) {
      return a.item.case_sequence < b.item.case_sequence;
    });
    for (const LoadedDelivery& waiting : page->deliveries) {
      absl::StatusOr<bool> goes_on = DispatchOne(node, link, waiting, pass);
      if (!goes_on.ok()) return goes_on.status();
      if (!*goes_on) return pass;
    }
    place = std::move(page->next_page);
  } while (!place.empty());
  return pass;
}

int64_t BackoffBoundMs(const ServiceLimits& limits, uint32_t attempts) {
  int64_t bound = limits.outbox_first_delay_ms;
  for (uint32_t i = 1; i < attempts && bound < limits.outbox_longest_delay_ms; ++i) bound *= 2;
  return std::min(bound, limits.outbox_longest_delay_ms);
}

}  // namespace vsx::service
