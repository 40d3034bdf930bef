#ifndef VSX_NODE_SERVICE_QUEUE_ACCESS_NOTICES_H_
#define VSX_NODE_SERVICE_QUEUE_ACCESS_NOTICES_H_

#include <vector>

#include "node/domain/calendar.h"
#include "node/domain/status_decision.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"
#include "store/write_batch.h"

namespace vsx::service {

// Adds to `batch`, which holds the outcome of a check, what the issuers of the copies found are to be told, where the
// copy asks for it (protocol §4): each signed and sealed to its issuer now, and due at a time drawn uniformly from the
// next 24 h, so that its coming tells nobody who watches the network when somebody was found. One for each copy, kind
// of authority, purpose and day, however many checks found it; of the copies of one issuer the first 16. Nobody is
// woken: a pass that a hit brought about would be as telling as the notice itself. Whatever fails takes nothing from
// the check's answer: the audit log then says ACCESS_NOTICE_NOT_MADE, of the Party.
void QueueAccessNotices(const NodeContext& node, const Actor& actor, domain::Method method,
                        const std::vector<domain::DecidedMatch>& matches, domain::UnixTime looked_at,
                        store::WriteBatch& batch);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_QUEUE_ACCESS_NOTICES_H_
