#include "node/service/delivery_history.h"

#include <algorithm>

namespace vsx::service {
namespace {

void Recalled(const domain::OutboxItem& withdrawal, DeliveryHistory& history) {
  for (const domain::CopyId& id : withdrawal.copy_ids) {
    history.there.erase(id);
    if (history.notice == id) history.notice.reset();
    if (history.protective == id) history.protective.reset();
    const bool of_last =
        history.last_notified.has_value() &&
        std::find(history.last_notified->begin(), history.last_notified->end(), id) != history.last_notified->end();
    if (of_last) history.last_notified.reset();
  }
}

// `certain`: the acknowledged copies among those that are there.
void Notified(const domain::OutboxItem& notification, std::set<domain::CopyId>& certain, DeliveryHistory& history) {
  using domain::DeliveryState;
  const std::vector<domain::CopyId>& copies = notification.copy_ids;
  const DeliveryState state = notification.state;
  const bool stands = state == DeliveryState::kClaimed || state == DeliveryState::kAcknowledged;
  if (stands || state == DeliveryState::kQueued) history.last_notified = copies;
  if (copies.empty()) return;
  if (stands || state == DeliveryState::kRefused) {
    history.ever_sent.insert(copies.begin(), copies.end());
  }
  if (state == DeliveryState::kAcknowledged) {
    // What was acknowledged before is replaced now, or was recalled first: nothing else is ever delivered.
    for (const domain::CopyId& earlier : certain) history.there.erase(earlier);
    certain = std::set<domain::CopyId>(copies.begin(), copies.end());
  }
  if (stands || state == DeliveryState::kRefused) history.there.insert(copies.begin(), copies.end());
  if (!stands) return;
  history.notice = notification.copy_ids.front();
  history.notice_has_identity = notification.level_2;
  if (notification.copy_ids.size() > 1) history.protective = notification.copy_ids[1];
}

}  // namespace

DeliveryHistory HistoryWith(const domain::PartyCode& party, const std::vector<store::LoadedDelivery>& deliveries) {
  DeliveryHistory history;
  std::set<domain::CopyId> certain;
  for (const store::LoadedDelivery& delivery : deliveries) {
    const domain::OutboxItem& item = delivery.item;
    if (item.recipient != party) continue;
    history.deliveries.push_back(&delivery);
    if (item.type == domain::DeliveryType::kWithdrawal) Recalled(item, history);
    if (item.type == domain::DeliveryType::kNotification) Notified(item, certain, history);
  }
  return history;
}

}  // namespace vsx::service
