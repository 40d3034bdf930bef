#ifndef VSX_NODE_SERVICE_CHECK_EVIDENCE_H_
#define VSX_NODE_SERVICE_CHECK_EVIDENCE_H_

#include <vector>

#include "node/domain/calendar.h"
#include "node/domain/party_code.h"
#include "node/domain/status_decision.h"
#include "node/service/blind_check.h"
#include "node/service/check_status.h"
#include "node/service/known_matches.h"
#include "node/service/node_context.h"

namespace vsx::service {

// The other Parties in force: everybody is asked, whatever is known here already.
std::vector<domain::PartyCode> OthersInForce(const NodeContext& node);

// Everything that the decision about one person stands on: what this node knows by itself and what the others' indexes
// said. A copy that was delivered and one that an index holds are the same copy: one match with all handles. Moves the
// matches out of `matches` and `answers`.
domain::CheckEvidence GatherEvidence(const NodeContext& node, const CheckInput& input, KnownMatches& matches,
                                     std::vector<BlindAnswer>& answers, domain::UnixTime now);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CHECK_EVIDENCE_H_
