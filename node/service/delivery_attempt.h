#ifndef VSX_NODE_SERVICE_DELIVERY_ATTEMPT_H_
#define VSX_NODE_SERVICE_DELIVERY_ATTEMPT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "crypto/random_source.h"
#include "node/domain/calendar.h"
#include "node/service/dispatch_outbox.h"
#include "node/service/node_context.h"

// What one attempt to deliver comes to, whatever is delivered; for the use cases that send.
namespace vsx::service {

// kPostponed: the Party answered, and the same bytes may fare better later. kUnreachable: any other delivery to it
// would fare alike now.
enum class SendOutcome { kAcknowledged, kRefused, kPostponed, kUnreachable };

// What a failed attempt means. Final (kRefused) is only the peer's own word on what this delivery says: whatever hangs
// on trust documents, keys or clocks passes once both sides have the same ones.
SendOutcome OutcomeOf(const absl::Status& failure);

// "ACKNOWLEDGED", "REFUSED", "NOT_ACKNOWLEDGED": as the audit log has it.
std::string_view AuditOutcome(SendOutcome outcome);

// The reason of a failure as a code.
std::string ReasonOf(const absl::Status& failure);

// INVALID_ARGUMENT RECEIPT_TOO_LARGE past 2,048 bytes: a peer's receipt is kept and shown, and may not make a row
// unreadable.
absl::Status CheckReceiptSize(std::string_view receipt_envelope);

// The bound of the delay before attempt `attempts` + 1, in milliseconds; the delay is uniformly random up to it.
int64_t BackoffBoundMs(const ServiceLimits& limits, uint32_t attempts);
// A moment so drawn, at least a second from now.
domain::UnixTime NextAttempt(const NodeContext& node, uint32_t attempts, crypto::RandomSource& random);

// That the next pass is due then, if not before.
void NoteDue(domain::UnixTime due, DispatchPass& pass);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_DELIVERY_ATTEMPT_H_
