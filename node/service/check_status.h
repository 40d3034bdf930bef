#ifndef VSX_NODE_SERVICE_CHECK_STATUS_H_
#define VSX_NODE_SERVICE_CHECK_STATUS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/consent_record.h"
#include "node/domain/handle.h"
#include "node/domain/id.h"
#include "node/domain/status_decision.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"

namespace vsx::service {

struct CheckInput {
  // PROTECTIVE_CHECK, CONSULAR_ASSISTANCE (document and biographic handles) or PRESENTED (reference codes).
  domain::Purpose purpose = domain::Purpose::kProtectiveCheck;
  std::vector<domain::Handle> handles;  // 1 to 8
  std::vector<domain::HandleClass> classes;
  bool partial_date_only = false;
  domain::Measure measure = domain::Measure::kOther;
  std::string measure_code;  // as they stand in the receipt
  std::string stage_code;
  std::string file_number;
  bool person_present = false;
};

struct CheckAnswer {
  domain::CheckId id;
  domain::StatusDecision decision;
  domain::UnixTime checked_at;
  domain::UnixTime valid_until;
  std::string receipt_envelope;
  std::vector<std::string> handle_salts;  // one per handle, in order; only the caller gets them
};

// Answers whether a person is known (Art. 14(2)): over own cases, as far as her consent lets the own Party answer; for
// a protective check, over the copies that other Parties delivered; and over the blind indexes of every other Party in
// force, which are asked after a local match too and learn nothing from it (protocol §4). That somebody is asked about
// stands in the audit log, synced, before any Party is asked, and the outcome before the answer is given. A record that
// cannot be read takes no match away; the own Party then counts as not consulted (OWN_RECORDS_UNREADABLE), and so does
// the audit log say. Where a copy that was found asks for it, its issuer is told later (queue_access_notices.h).
// Errors: ABORTED CHANGED_MEANWHILE where records changed too often while they were read; those of the stores, of the
// signer and of Engine::Commit.
absl::StatusOr<CheckAnswer> CheckStatus(const NodeContext& node, const Actor& actor, const CheckInput& input);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CHECK_STATUS_H_
