#include "node/service/check_status.h"

#include <string_view>
#include <utility>

#include "node/service/check_evidence.h"
#include "node/service/known_matches.h"
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

// The intent stands in the audit log before a byte of the question leaves.
absl::StatusOr<std::vector<BlindAnswer>> AskOthers(const NodeContext& node, const Actor& actor, const CheckInput& input,
                                                   const statement::CheckReceipt& intent) {
  const std::vector<domain::PartyCode> others = OthersInForce(node);
  if (others.empty()) return std::vector<BlindAnswer>();
  const std::string hash = statement::CheckIntentHash(intent);
  absl::Status recorded = node.audit.RecordIntent(actor, domain::MethodName(domain::Method::kCheckStatus), hash);
  if (!recorded.ok()) return recorded;
  return node.blind_checker.Ask({input.purpose, input.handles, others, hash});
}

// What came out, in the audit log; and, beside it, own records that cannot be read and each index whose tags led to
// nothing that verifies.
absl::Status RecordOutcome(const NodeContext& node, const Actor& actor, const CheckAnswer& answer,
                           const std::vector<BlindAnswer>& answers, const KnownMatches& matches) {
  store::WriteBatch batch;
  batch.UseHalfOfReservedSpace();  // a full disk must not silence the check of somebody who is known
  const std::string_view method = domain::MethodName(domain::Method::kCheckStatus);
  for (const BlindAnswer& one : answers) {
    if (one.failures == 0) continue;
    node.audit.AppendExchange(batch, "", one.consultation.party, method, "RECORD_UNREADABLE", {});
  }
  node.audit.Append(batch, actor, method, domain::CheckOutcomeName(answer.decision.outcome), matches.pseudonyms);
  if (matches.unreadable > 0) node.audit.Append(batch, actor, method, domain::kOwnRecordsUnreadable, {});
  return node.engine.Commit(batch);
}

}  // namespace

absl::StatusOr<CheckAnswer> CheckStatus(const NodeContext& node, const Actor& actor, const CheckInput& input) {
  const domain::UnixTime asked_at = node.clock.Now();
  CheckAnswer answer{.id = *domain::CheckId::FromBytes(node.random.Bytes(domain::CheckId::kSize)),
                     .decision = {},
                     .checked_at = asked_at,
                     .valid_until = {},
                     .receipt_envelope = {},
                     .handle_salts = {}};
  absl::StatusOr<statement::CheckReceipt> receipt = BeginReceipt(node, actor, input, answer);
  if (!receipt.ok()) return receipt.status();
  absl::StatusOr<std::vector<BlindAnswer>> answers = AskOthers(node, actor, input, *receipt);
  if (!answers.ok()) return answers.status();

  // The own records are read last, so that they are the newest that the answer says.
  const domain::UnixTime now = node.clock.Now();
  const domain::CivilDate today = domain::CivilDate::FromTime(now);
  absl::StatusOr<KnownMatches> matches = ReadKnownMatches(node, actor, input, today);
  if (!matches.ok()) return matches.status();
  answer.decision = domain::DecideStatus(GatherEvidence(node, input, *matches, *answers, now));
  answer.checked_at = now;
  answer.valid_until = {now.seconds + node.limits.answer_valid_seconds};
  if (absl::Status made = SignReceipt(node, *std::move(receipt), answer); !made.ok()) return made;
  if (absl::Status audited = RecordOutcome(node, actor, answer, *answers, *matches); !audited.ok()) return audited;
  return answer;
}

}  // namespace vsx::service
