#ifndef VSX_NODE_SERVICE_CHECK_STATUS_H_
#define VSX_NODE_SERVICE_CHECK_STATUS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/access_policy.h"
#include "node/domain/calendar.h"
#include "node/domain/consent_record.h"
#include "node/domain/handle.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/domain/status_decision.h"
#include "node/service/actor.h"
#include "node/service/check_tries.h"
#include "node/service/node_context.h"
#include "node/statement/check_receipt.h"

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

// StatusCheck answers whether a person is known (Art. 14(2)): over own cases, as far as her consent lets the own Party
// answer; for a protective check, over the copies that other Parties delivered; and over the blind indexes of every
// other Party in force, which are asked after a local match too and learn nothing from it (protocol §4). That somebody
// is asked about stands in the audit log, synced, before any Party is asked, and the outcome before the answer is
// given. A record that cannot be read takes no match away; the own Party then counts as not consulted
// (OWN_RECORDS_UNREADABLE), and so does the audit log say. Where the checks of the agency or the officer are used up,
// or what is left of them cannot be read, the answer is INCOMPLETE, whoever it is about: nobody is asked and nothing
// looked up (AGENCY_BUDGET_EXHAUSTED, OFFICER_BUDGET_EXHAUSTED, OWN_BUDGET_UNREADABLE). Where the agency has used its
// share of what other Parties answer, they are not asked, and the own records still are (AGENCY_SHARE_EXHAUSTED). Where
// a copy that was found asks for it, its issuer is told later (queue_access_notices.h). Threads: one at a time.
class StatusCheck {
 public:
  // `node` outlives this. `method`: as which call it stands in the audit log.
  StatusCheck(const NodeContext& node, Actor actor, CheckInput input,
              domain::Method method = domain::Method::kCheckStatus)
      : node_(node),
        actor_(std::move(actor)),
        input_(std::move(input)),
        method_(method),
        tries_(node, input_.purpose) {}

  // Asks, and answers over everything that is known. A further try asks whom CheckTries says; it reads the own records
  // anew, and has an id and a receipt of its own; all tries of this object are one check of the officer's and of the
  // agency's. Errors: INVALID_ARGUMENT for another number of handles than 1 to 8; ABORTED CHANGED_MEANWHILE where
  // records changed too often while they were read; those of the stores, of the signer and of Engine::Commit.
  absl::StatusOr<CheckAnswer> Try();

  // After a try: when the next one could tell more, by protocol §4; nullopt where none would.
  std::optional<domain::FineTime> NextTryAt() const { return next_try_at_; }

 private:
  BudgetHolder Holder() const;
  absl::StatusOr<bool> TakeShare();
  absl::Status AskOthers(const std::vector<domain::PartyCode>& parties, const statement::CheckReceipt& receipt);
  absl::StatusOr<CheckAnswer> Refuse(statement::CheckReceipt receipt, CheckAnswer answer, const PersonTaken& refused);

  const NodeContext& node_;
  const Actor actor_;
  const CheckInput input_;
  const domain::Method method_;
  CheckTries tries_;
  bool granted_ = false;    // by the budgets of agency and officer
  bool has_share_ = false;  // of what other Parties answer
  bool is_first_outcome_ = true;
  std::optional<domain::FineTime> next_try_at_;
};

// The first try of a StatusCheck, where one is all.
absl::StatusOr<CheckAnswer> CheckStatus(const NodeContext& node, const Actor& actor, const CheckInput& input);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CHECK_STATUS_H_
