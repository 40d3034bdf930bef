#ifndef VSX_NODE_SERVICE_OUTBOX_STATUS_H_
#define VSX_NODE_SERVICE_OUTBOX_STATUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/party_code.h"
#include "node/service/node_context.h"

namespace vsx::service {

struct OutboxPartyStatus {
  domain::PartyCode party;
  uint64_t pending = 0;
  uint64_t overdue = 0;               // notices past the notification bound (24 h by default)
  domain::UnixTime oldest_queued_at;  // 0 if none waits
  domain::UnixTime next_attempt_at;   // 0 if none waits
  std::string last_failure;           // a code
  uint64_t refused = 0;               // notices given up, because the Party refused what they say
  uint64_t unreadable = 0;            // deliveries that wait and cannot be read, so that they do not go
};

// How deliveries to each other Party stand, as counts: nothing of a case.
absl::StatusOr<std::vector<OutboxPartyStatus>> GetOutboxStatus(const NodeContext& node);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_OUTBOX_STATUS_H_
