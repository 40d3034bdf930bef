#include "node/service/dispatch_outbox.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "node/domain/error.h"
#include "node/service/delivery_attempt.h"
#include "node/service/outward_streams.h"
#include "node/service/reconsider_case.h"
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
constexpr uint32_t kMostSendsOfAPass = 100;
constexpr int64_t kAfterNobodyAnsweredSeconds = 15;

// Time passes between a notice's decision and its first byte: she may have come of age. Decides again, and writes what
// differs; false if something did, or if somebody else changed the case meanwhile.
absl::StatusOr<bool> StillStands(const NodeContext& node, const OutboxItem& notice) {
  absl::StatusOr<CopyChanges> changes = ReconsiderCase(node, notice.case_id);
  if (absl::IsAborted(changes.status())) return false;
  if (!changes.ok()) return changes.status();
  return !changes->any;
}

// Whether an earlier delivery of the same case to the same Party must be settled first. DATA_LOSS where one cannot be
// read, but for a withdrawal, which goes all the same. A withdrawal waits for no
// revocation, which says less than it. A notice that still waits before a withdrawal is one that consent allows, and in
// its place the old copies are recalled: nobody falls between the two.
absl::StatusOr<bool> WaitsForEarlier(const NodeContext& node, const store::Snapshot& snapshot, const OutboxItem& item) {
  absl::StatusOr<store::DeliveriesOfCase> of_case = node.outbox.LoadOfCase(snapshot, item.case_id);
  if (!of_case.ok()) return of_case.status();
  const bool unclear = std::any_of(of_case->damaged.begin(), of_case->damaged.end(),
                                   [&](const store::DeliveryRef& other) { return other.recipient == item.recipient; });
  if (unclear && item.type != DeliveryType::kWithdrawal) return absl::DataLossError("an earlier delivery may wait");
  return std::any_of(of_case->deliveries.begin(), of_case->deliveries.end(), [&](const LoadedDelivery& other) {
    const bool matters = item.type != DeliveryType::kWithdrawal || other.item.type != DeliveryType::kRevocation;
    return matters && other.item.recipient == item.recipient && other.item.case_sequence < item.case_sequence &&
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
  node.audit.AppendExchange(batch, "", item.recipient, "Deliver", "CLAIMED", {waiting.pseudonym});
  const absl::Status committed = node.engine.Commit(batch);
  if (absl::IsAborted(committed)) return std::optional<LoadedDelivery>();
  if (!committed.ok()) return committed;
  absl::StatusOr<LoadedDelivery> claimed = node.outbox.Load(*node.engine.TakeSnapshot(), item.recipient, item.id);
  if (!claimed.ok()) return claimed.status();
  if (claimed->item.content.empty()) return std::optional<LoadedDelivery>();  // recalled in between
  return std::optional<LoadedDelivery>(*std::move(claimed));
}

// Verifies that the receipt is the Party's own and about exactly this delivery.
absl::Status CheckReceipt(const NodeContext& node, const OutboxItem& item, const std::string& envelope) {
  if (absl::Status size = CheckReceiptSize(envelope); !size.ok()) return size;
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

struct Sent {
  SendOutcome outcome = SendOutcome::kUnreachable;
  std::string receipt_envelope;
  std::string reason;
};

Sent Send(const NodeContext& node, PartyLink& link, const OutboxItem& item, crypto::RandomSource& random) {
  absl::StatusOr<std::string> sealed =
      statement::SealDelivery(node.trust, item.recipient, item.type, item.id, item.content, node.clock.Now(), random);
  // Without a key of the Party's nothing can be sealed to it; else it is about this content, and no peer's word.
  if (!sealed.ok()) {
    const bool of_content = absl::IsInvalidArgument(sealed.status());
    return {of_content ? SendOutcome::kPostponed : SendOutcome::kUnreachable, "", ReasonOf(sealed.status())};
  }
  absl::StatusOr<std::string> receipt = link.Deliver(item.recipient, item.type, item.id, *sealed);
  if (!receipt.ok()) return {OutcomeOf(receipt.status()), "", ReasonOf(receipt.status())};
  const absl::Status sound = CheckReceipt(node, item, *receipt);
  if (!sound.ok()) return {SendOutcome::kPostponed, "", ReasonOf(sound)};
  return {SendOutcome::kAcknowledged, *std::move(receipt), ""};
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
    node.audit.AppendExchange(batch, "", claimed.recipient, "Deliver", AuditOutcome(sent.outcome),
                              {present->pseudonym});
    if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
    return true;
  });
  return settled.status();
}

// A delivery that waits, as its place in the order asks for.
struct Waiting {
  domain::StatementId id;
  DeliveryType type;
  domain::UnixTime next_attempt_at;
  uint64_t case_sequence = 0;

  auto Place() const {
    const int rank = type == DeliveryType::kWithdrawal ? 0 : type == DeliveryType::kRevocation ? 1 : 2;
    return std::make_tuple(rank, next_attempt_at.seconds, case_sequence);
  }
};

// All that waits for this Party, in the order in which it goes.
absl::StatusOr<std::vector<Waiting>> ListWaiting(const NodeContext& node, const domain::PartyCode& recipient,
                                                 DispatchPass& pass) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  std::vector<Waiting> waiting;
  std::string place;
  do {
    absl::StatusOr<store::DeliveryPage> page = node.outbox.ListPending(*snapshot, recipient, place, kPageRows);
    if (!page.ok()) return page.status();
    pass.damaged += static_cast<uint32_t>(page->damaged);
    for (const LoadedDelivery& one : page->deliveries) {
      waiting.push_back({one.item.id, one.item.type, one.item.next_attempt_at, one.item.case_sequence});
    }
    place = std::move(page->next_page);
  } while (!place.empty());
  std::sort(waiting.begin(), waiting.end(), [](const Waiting& a, const Waiting& b) { return a.Place() < b.Place(); });
  return waiting;
}

// Notes what came of a send.
void Note(const NodeContext& node, const OutboxItem& sent_item, const Sent& sent, domain::UnixTime retry_at,
          DispatchPass& pass) {
  switch (sent.outcome) {
    case SendOutcome::kAcknowledged:
      ++pass.acknowledged;
      NoteDue(node.clock.Now(), pass);  // what waited for this one
      return;
    case SendOutcome::kRefused:
      ++pass.refused;
      // A refused notification is settled, and something may have waited for it.
      NoteDue(sent_item.type == DeliveryType::kNotification ? node.clock.Now() : retry_at, pass);
      return;
    case SendOutcome::kPostponed:
      ++pass.postponed;
      NoteDue(retry_at, pass);
      return;
    case SendOutcome::kUnreachable:
      pass.unreachable = true;
      NoteDue(retry_at, pass);
      return;
  }
}

// One waiting delivery.
absl::Status DispatchOne(const NodeContext& node, PartyLink& link, const domain::PartyCode& recipient,
                         const domain::StatementId& id, DispatchPass& pass) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<LoadedDelivery> waiting = node.outbox.Load(*snapshot, recipient, id);
  if (absl::IsNotFound(waiting.status())) return absl::OkStatus();  // of a case erased meanwhile
  if (!waiting.ok()) return waiting.status();
  if (!domain::StillToSend(waiting->item)) return absl::OkStatus();
  absl::StatusOr<bool> waits = WaitsForEarlier(node, *snapshot, waiting->item);
  if (!waits.ok()) return waits.status();
  if (*waits) return absl::OkStatus();  // the earlier one's due time decides
  const domain::UnixTime now = node.clock.Now();
  const int64_t wait = waiting->item.next_attempt_at.seconds - now.seconds;
  // A clock that was set back must not hold up a recall: no wait is longer than the longest.
  if (wait > 0 && wait <= node.limits.outbox_longest_delay_ms / 1000 + 1) {
    NoteDue(waiting->item.next_attempt_at, pass);
    return absl::OkStatus();
  }
  if (waiting->item.type == DeliveryType::kNotification && waiting->item.state == DeliveryState::kQueued) {
    if (!node.trust.IsActive(recipient)) return absl::OkStatus();  // waits for a manifest in which it is in force
    absl::StatusOr<bool> stands = StillStands(node, waiting->item);
    if (!stands.ok()) return stands.status();
    if (!*stands) {
      NoteDue(now, pass);
      return absl::OkStatus();
    }
  }
  absl::StatusOr<std::optional<LoadedDelivery>> claimed = Claim(node, *waiting);
  if (!claimed.ok()) return claimed.status();
  if (!claimed->has_value()) {
    NoteDue(node.clock.Now(), pass);
    return absl::OkStatus();
  }
  const OutboxItem& item = (*claimed)->item;
  const OutwardStream random = OpenAttemptStream(node, item.recipient, item.type, item.id);
  const Sent sent = Send(node, link, item, *random);
  const domain::UnixTime retry_at = NextAttempt(node, item.attempts, *random);
  if (absl::Status settled = Settle(node, item, sent, retry_at); !settled.ok()) return settled;
  Note(node, item, sent, retry_at, pass);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DispatchPass> DispatchDue(const NodeContext& node, PartyLink& link, const domain::PartyCode& recipient,
                                         absl::FunctionRef<bool()> stop) {
  DispatchPass pass;
  absl::StatusOr<std::vector<Waiting>> waiting = ListWaiting(node, recipient, pass);
  if (!waiting.ok()) return waiting.status();
  for (auto next = waiting->begin(); next != waiting->end(); ++next) {
    if (stop() || pass.acknowledged + pass.refused + pass.postponed >= kMostSendsOfAPass) {
      NoteDue(node.clock.Now(), pass);
      return pass;
    }
    const absl::Status dispatched = DispatchOne(node, link, recipient, next->id, pass);
    if (absl::IsDataLoss(dispatched)) {
      ++pass.damaged;
    } else if (!dispatched.ok()) {
      return dispatched;
    }
    if (!pass.unreachable) continue;
    if (next + 1 != waiting->end()) NoteDue({node.clock.Now().seconds + kAfterNobodyAnsweredSeconds}, pass);
    return pass;
  }
  return pass;
}

}  // namespace vsx::service
