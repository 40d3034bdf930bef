#ifndef VSX_NODE_SERVICE_DELIVERY_HISTORY_H_
#define VSX_NODE_SERVICE_DELIVERY_HISTORY_H_

#include <optional>
#include <set>
#include <vector>

#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "store/outbox_store.h"

namespace vsx::service {

// What one Party has of a case, or may have, as the outbox tells it.
struct DeliveryHistory {
  std::vector<const store::LoadedDelivery*> deliveries;  // to this Party, in order
  // Copies of which bytes have left (acknowledged, claimed, or refused: who refuses has seen them), less what was
  // recalled since, and less acknowledged copies whose place a later acknowledged one took.
  std::set<domain::CopyId> there;
  // Copies of which bytes ever left: a copy id goes out once, in one notification.
  std::set<domain::CopyId> ever_sent;
  // Of those that are there, the newest notice and the protective copy that came with it: what a new copy takes the
  // place of.
  std::optional<domain::CopyId> notice;
  bool notice_has_identity = false;
  std::optional<domain::CopyId> protective;
  // The copies of the newest notification that waits, may have arrived, or did; none after a withdrawal.
  std::optional<std::vector<domain::CopyId>> last_notified;
};

// `deliveries`: all of a case in order of case_sequence. The history borrows them.
DeliveryHistory HistoryWith(const domain::PartyCode& party, const std::vector<store::LoadedDelivery>& deliveries);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_DELIVERY_HISTORY_H_
