#ifndef VSX_NODE_SERVICE_KNOWN_MATCHES_H_
#define VSX_NODE_SERVICE_KNOWN_MATCHES_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/party_code.h"
#include "node/domain/status_decision.h"
#include "node/service/actor.h"
#include "node/service/check_status.h"
#include "node/service/node_context.h"

namespace vsx::service {

// What this node knows of a person by itself: matches by the attestation that they are of, each with every handle that
// led to it; and what could not be read.
struct KnownMatches {
  std::map<std::pair<domain::PartyCode, std::string>, domain::MatchEvidence> by_attestation;
  std::vector<std::string> pseudonyms;  // of the cases and notices that matched, for the audit log
  size_t unreadable = 0;                // records that may be of this person and cannot be read
  // Keys of rows that the snapshot has although their data key was destroyed (store::PassedOver).
  std::set<std::string> keyless;

  // The match of that attestation, if it was found before; null if not.
  domain::MatchEvidence* Find(const domain::PartyCode& issuer, std::string_view id);
};

// Looks through own cases, as far as consent lets the own Party answer, and, for a protective check, through the copies
// that other Parties delivered. A record that cannot be read takes no match away and is counted. What is replaced
// meanwhile is read again. Errors: ABORTED CHANGED_MEANWHILE after eight such readings; those of the stores.
absl::StatusOr<KnownMatches> ReadKnownMatches(const NodeContext& node, const Actor& actor, const CheckInput& input,
                                              const domain::CivilDate& today);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_KNOWN_MATCHES_H_
