#ifndef VSX_NODE_SERVICE_MATCH_INDEX_H_
#define VSX_NODE_SERVICE_MATCH_INDEX_H_

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "crypto/prf_output.h"
#include "node/domain/calendar.h"
#include "node/domain/handle.h"
#include "node/domain/status_decision.h"
#include "node/service/index_shelf.h"
#include "node/statement/trust_store.h"

namespace vsx::service {

// What one index says about one person.
struct IndexMatches {
  std::vector<domain::MatchEvidence> matches;  // one per copy, with all handles that led to it
  // Tags that were there and did not lead to a verified match. Beside a match they raise an alarm; without one the
  // Party is not consulted (protocol §4).
  size_t failures = 0;
};

// Looks for the handles in the index (protocol §4, Match): `outputs` are the PRF's, one for each handle in order. For
// each it tries j = 0 … 15 until a tag is absent; opens entry and record; verifies the copy (signature, role,
// recipient, class, issuer) and opens its slot with the handle asked about. A key or Party that is trusted no more
// qualifies a match, and never undoes it. Pure over what it is given.
IndexMatches MatchIndex(const statement::TrustStore& trust, const ShelvedIndex& index,
                        const std::vector<domain::Handle>& handles, absl::Span<const crypto::PrfOutput> outputs,
                        domain::UnixTime now);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_MATCH_INDEX_H_
