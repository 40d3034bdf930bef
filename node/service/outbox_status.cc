#include "node/service/outbox_status.h"

#include <memory>
#include <utility>

namespace vsx::service {
namespace {

constexpr size_t kRowsCounted = 500;

void Count(const NodeContext& node, const domain::OutboxItem& item, OutboxPartyStatus& status) {
  ++status.pending;
  const bool notice = item.type == domain::DeliveryType::kNotification;
  if (notice && node.clock.Now().seconds - item.queued_at.seconds > node.limits.notification_seconds) ++status.overdue;
  if (status.oldest_queued_at.seconds == 0 || item.queued_at < status.oldest_queued_at) {
    status.oldest_queued_at = item.queued_at;
    if (!item.reason.empty()) status.last_failure = item.reason;
  }
  if (status.next_attempt_at.seconds == 0 || item.next_attempt_at < status.next_attempt_at) {
    status.next_attempt_at = item.next_attempt_at;
  }
}

// What was given up no longer waits, so it is looked for among everything.
absl::Status CountRefused(const NodeContext& node, const store::Snapshot& snapshot,
                          std::vector<OutboxPartyStatus>& statuses) {
  std::string place;
  do {
    absl::StatusOr<store::DeliveryPage> page = node.outbox.List(snapshot, place, kRowsCounted);
    if (!page.ok()) return page.status();
    for (const store::LoadedDelivery& delivery : page->deliveries) {
      if (delivery.item.state != domain::DeliveryState::kRefused) continue;
      for (OutboxPartyStatus& status : statuses) {
        if (status.party == delivery.item.recipient) ++status.refused;
      }
    }
    place = std::move(page->next_page);
  } while (!place.empty());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<OutboxPartyStatus>> GetOutboxStatus(const NodeContext& node) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  std::vector<OutboxPartyStatus> statuses;
  for (const statement::ManifestParty& party : node.trust.parties()) {
    if (party.party == node.own_party()) continue;
    OutboxPartyStatus status{party.party, 0, 0, {}, {}, {}, 0, 0};
    std::string place;
    do {
      absl::StatusOr<store::DeliveryPage> page = node.outbox.ListPending(*snapshot, party.party, place, kRowsCounted);
      if (!page.ok()) return page.status();
      for (const store::LoadedDelivery& delivery : page->deliveries) Count(node, delivery.item, status);
      status.unreadable += page->damaged;
      place = std::move(page->next_page);
    } while (!place.empty());
    statuses.push_back(std::move(status));
  }
  if (absl::Status counted = CountRefused(node, *snapshot, statuses); !counted.ok()) return counted;
  return statuses;
}

}  // namespace vsx::service
