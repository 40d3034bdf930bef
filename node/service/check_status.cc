#include "node/service/check_status.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "node/service/check_evidence.h"
#include "node/service/known_matches.h"
#include "node/service/queue_access_notices.h"
#include "node/statement/check_receipt.h"
#include "store/write_batch.h"

namespace vsx::service {
namespace {

// The receipt as far as it is known before anybody is asked.
absl::StatusOr<statement::CheckReceipt> BeginReceipt(const NodeContext& node, const Actor& actor,
                                                     const CheckInput& input, CheckAnswer& answer) {
  statement::CheckReceipt receipt{node.own_party(),
                                  answer.id,
                                  actor.uri,
                                  {},
                                  {},
                                  {},
                                  {},
                                  false,
                                  {},
                                  {},
                                  0,
                                  {},
                                  {},
                                  domain::CheckOutcome::kIncomplete,
                                  {},
                                  {},
                                  {}};
  receipt.officer = actor.officer;
  receipt.measure = input.measure_code;
  receipt.stage = input.stage_code;
  receipt.file_number = input.file_number;
  receipt.person_present = input.person_present;
  receipt.manifest_version = node.trust.manifest_version();
  receipt.handle_classes = input.classes;
  receipt.intent_salt = node.random.Bytes(statement::kCheckSaltSize);
  for (const domain::Handle& handle : input.handles) {
    answer.handle_salts.push_back(node.random.Bytes(statement::kCheckSaltSize));
    absl::StatusOr<std::string> commitment =
        statement::HandleCommitmentForReceipt(answer.id, answer.handle_salts.back(), handle.canonical());
    if (!commitment.ok()) return commitment.status();
    receipt.handle_commitments.push_back(*std::move(commitment));
  }
  return receipt;
}

absl::Status SignReceipt(const NodeContext& node, statement::CheckReceipt receipt, CheckAnswer& answer) {
  receipt.checked_at = answer.checked_at;
  receipt.valid_until = answer.valid_until;
  receipt.outcome = answer.decision.outcome;
  receipt.consultations = answer.decision.consultations;
  receipt.member_states_outside = node.trust.MemberStatesOutside();
  absl::StatusOr<statement::SignedStatement> signed_receipt =
      statement::SignCheckReceipt(receipt, node.operations_signer);
  if (!signed_receipt.ok()) return signed_receipt.status();
  answer.receipt_envelope = std::move(signed_receipt->envelope);
  return absl::OkStatus();
}

// What came out, in the audit log; and, beside it, own records that cannot be read and each index whose tags led to
// nothing that verifies. In the same batch, who is to be told of a hit.
absl::Status RecordOutcome(const NodeContext& node, const Actor& actor, domain::Method called, bool is_first_outcome,
                           const CheckInput& input, const CheckAnswer& answer,
                           const std::vector<domain::PartyCode>& unreadable, const KnownMatches& matches) {
  store::WriteBatch batch;
  batch.UseHalfOfReservedSpace();  // a full disk must not silence the check of somebody who is known
  const std::string_view method = domain::MethodName(called);
  for (const domain::PartyCode& party : unreadable) {
    node.audit.AppendExchange(batch, "", party, method, "RECORD_UNREADABLE", {});
  }
  node.audit.AppendCheck(batch, actor, method, domain::CheckOutcomeName(answer.decision.outcome), matches.pseudonyms,
                         input.person_present || !is_first_outcome);  // an overseer counts the absent by checks
  if (matches.unreadable > 0) node.audit.Append(batch, actor, method, domain::kOwnRecordsUnreadable, {});
  QueueAccessNotices(node, actor, called, answer.decision.matches, answer.checked_at, batch);
  return node.engine.Commit(batch);
}

}  // namespace

BudgetHolder StatusCheck::Holder() const {
  return {actor_.uri, node_.audit.AgencyHash(actor_.uri), node_.audit.OfficerHash(actor_.agency, actor_.officer)};
}

// Whether the agency has a share left of what other Parties answer, for this check. Where it has none, nobody is asked,
// and what is here is looked up all the same. Such a try is none of CheckTries: what others see begins with the first
// question.
absl::StatusOr<bool> StatusCheck::TakeShare() {
  const std::vector<domain::PartyCode> others = OthersInForce(node_);
  if (has_share_ || others.empty()) return true;
  const BudgetKind kind = BudgetKindOf(input_.purpose, domain::EvaluationKind::kSingle);
  absl::StatusOr<PersonTaken> share =
      node_.officer_budgets.TakeOfShare(Holder(), kind, node_.trust.evaluation_budgets());
  if (absl::IsDataLoss(share.status())) share = PersonTaken{.refused_for = domain::kOwnBudgetUnreadable};
  if (!share.ok()) return share.status();
  has_share_ = share->granted;
  if (!has_share_) tries_.LeaveOut(others, share->refused_for, share->next_capacity_at);
  return has_share_;
}

// The intent stands in the audit log before a byte of the question leaves.
absl::Status StatusCheck::AskOthers(const std::vector<domain::PartyCode>& parties,
                                    const statement::CheckReceipt& receipt) {
  if (parties.empty()) return absl::OkStatus();
  const std::string intent_hash = statement::CheckIntentHash(receipt);
  absl::Status recorded = node_.audit.RecordIntent(actor_, domain::MethodName(method_), intent_hash);
  if (!recorded.ok()) return recorded;
  tries_.Ask(input_.handles, parties, intent_hash);
  return absl::OkStatus();
}

// The answer where the checks of the agency or the officer are used up: nobody was asked, and nothing looked up, so
// that own records cannot be gone through either. It looks the same whoever was asked about.
absl::StatusOr<CheckAnswer> StatusCheck::Refuse(statement::CheckReceipt receipt, CheckAnswer answer,
                                                const PersonTaken& refused) {
  domain::CheckEvidence evidence{.own_party = node_.own_party(),
                                 .today = domain::CivilDate::FromTime(answer.checked_at),
                                 .measure = input_.measure,
                                 .matches = {},
                                 .parties_in_force = node_.trust.ActiveParties(),
                                 .consultations = {}};
  std::vector<domain::PartyCode> parties = OthersInForce(node_);
  parties.push_back(node_.own_party());
  for (const domain::PartyCode& party : parties) {
    evidence.consultations.push_back({.party = party,
                                      .failure = std::string(refused.refused_for),
                                      .as_of = std::nullopt,
                                      .next_capacity_at = refused.next_capacity_at});
  }
  // They were not looked at either: what stands against an answer is the budget alone.
  evidence.own_clock_sane = true;
  evidence.trust_documents_in_force = true;
  answer.decision = domain::DecideStatus(evidence);
  answer.valid_until = {answer.checked_at.seconds + node_.limits.answer_valid_seconds};
  receipt.intent_salt.clear();
  if (absl::Status made = SignReceipt(node_, std::move(receipt), answer); !made.ok()) return made;
  store::WriteBatch batch;
  batch.UseHalfOfReservedSpace();  // as every outcome
  node_.audit.AppendCheck(batch, actor_, domain::MethodName(method_), refused.refused_for, {},
                          input_.person_present || !is_first_outcome_);
  if (absl::Status audited = node_.engine.Commit(batch); !audited.ok()) return audited;
  is_first_outcome_ = false;
  next_try_at_.reset();
  if (refused.next_capacity_at.has_value()) next_try_at_ = tries_.Within(*refused.next_capacity_at);
  return answer;
}

absl::StatusOr<CheckAnswer> StatusCheck::Try() {
  // Nobody would be found by nothing, and everybody have no record.
  if (input_.handles.empty() || input_.handles.size() > domain::kMaxHandles) {
    return absl::InvalidArgumentError("a check asks by 1 to 8 handles");
  }
  const domain::UnixTime asked_at = node_.clock.Now();
  CheckAnswer answer{.id = *domain::CheckId::FromBytes(node_.random.Bytes(domain::CheckId::kSize)),
                     .decision = {},
                     .checked_at = asked_at,
                     .valid_until = {},
                     .receipt_envelope = {},
                     .handle_salts = {}};
  absl::StatusOr<statement::CheckReceipt> receipt = BeginReceipt(node_, actor_, input_, answer);
  if (!receipt.ok()) return receipt.status();
  if (!granted_) {
    const absl::StatusOr<PersonTaken> budget = node_.officer_budgets.Take(Holder(), input_.person_present);
    // A damaged row is as good as a budget that is used up: an answer, not an error for good.
    if (absl::IsDataLoss(budget.status())) {
      return Refuse(*std::move(receipt), std::move(answer), {.refused_for = domain::kOwnBudgetUnreadable});
    }
    if (!budget.ok()) return budget.status();
    if (!budget->granted) return Refuse(*std::move(receipt), std::move(answer), *budget);
    granted_ = true;
  }
  const absl::StatusOr<bool> has_share = TakeShare();
  if (!has_share.ok()) return has_share.status();
  std::vector<domain::PartyCode> asked;
  if (*has_share) asked = tries_.Begin();
  if (asked.empty()) receipt->intent_salt.clear();  // no intent stands in the audit log
  if (absl::Status done = AskOthers(asked, *receipt); !done.ok()) return done;

  // The own records are read last, so that they are the newest that the answer says.
  const domain::UnixTime now = node_.clock.Now();
  absl::StatusOr<KnownMatches> matches = ReadKnownMatches(node_, actor_, input_, domain::CivilDate::FromTime(now));
  if (!matches.ok()) return matches.status();
  std::vector<BlindAnswer> answers = tries_.CopyAnswers();
  std::vector<domain::PartyCode> unreadable;
  for (const domain::PartyCode& party : asked) {
    if (tries_.answers().at(party).failures > 0) unreadable.push_back(party);
  }
  answer.decision = domain::DecideStatus(GatherEvidence(node_, input_, *matches, answers, now));
  answer.checked_at = now;
  answer.valid_until = {now.seconds + node_.limits.answer_valid_seconds};
  if (absl::Status made = SignReceipt(node_, *std::move(receipt), answer); !made.ok()) return made;
  absl::Status audited = RecordOutcome(node_, actor_, method_, is_first_outcome_, input_, answer, unreadable, *matches);
  if (!audited.ok()) return audited;
  is_first_outcome_ = false;
  next_try_at_ = tries_.NextAt(answer.decision, now);
  return answer;
}

absl::StatusOr<CheckAnswer> CheckStatus(const NodeContext& node, const Actor& actor, const CheckInput& input) {
  return StatusCheck(node, actor, input).Try();
}

}  // namespace vsx::service
