#ifndef VSX_NODE_SERVICE_DISPATCH_OUTBOX_H_
#define VSX_NODE_SERVICE_DISPATCH_OUTBOX_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "node/domain/party_code.h"
#include "node/service/node_context.h"
#include "node/service/party_link.h"

namespace vsx::service {

// What came of one pass over the deliveries to one Party.
struct DispatchPass {
  uint32_t acknowledged = 0;
  uint32_t refused = 0;
  // The Party answered and did not take it, or its receipt was not to be believed: tried again later, and the pass went
  // on, so that one delivery never holds up another.
  uint32_t postponed = 0;
  // Nobody answered, or nobody would take anything from this node now: the pass ended there, so that it costs one
  // attempt and not one for each.
  bool unreachable = false;
  // Deliveries that cannot be sent because a row of theirs, or of their case, cannot be read. The others go on.
  uint32_t damaged = 0;
  // When to make the next pass; nothing if none waits.
  std::optional<domain::UnixTime> next_due;
};

// Sends what is due to one Party (protocol §5): at least once, one after the other; withdrawals before revocations
// before notices, whichever case they are of, and within each what is due longest first. Within a case what was queued
// earlier goes first, but that no withdrawal waits for a revocation. A pass makes at most 100 sends, so that what is
// queued meanwhile finds its place, and ends early once `stop` says so. A send is claimed in the store, synced, before
// bytes leave; content is sealed to the Party's key of that moment; the item is settled only by a receipt that verifies
// and is about exactly this delivery. A failed attempt waits 1 s doubling to 15 min with full jitter. A definite
// refusal settles a notification as REFUSED; withdrawals and revocations are tried again for ever. Errors: those of the
// store.
absl::StatusOr<DispatchPass> DispatchDue(
    const NodeContext& node, PartyLink& link, const domain::PartyCode& recipient,
    absl::FunctionRef<bool()> stop = [] { return false; });

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_DISPATCH_OUTBOX_H_
