#include "node/service/check_status.h"

#include <string_view>
#include <utility>

#include "node/service/known_matches.h"
#include "node/service/queue_access_notices.h"
#include "node/statement/check_receipt.h"
#include "store/write_batch.h"

namespace vsx::service {
namespace {

using domain::MatchEvidence;

// The other Parties in force: everybody is asked, whatever is known here already.
std::vector<domain::PartyCode> OthersInForce(const NodeContext& node) {
  std::vector<domain::PartyCode> others = node.trust.ActiveParties();
  std::erase(others, node.own_party());
  return others;
}

// A copy that was delivered and one that an index holds are the same copy: one match with all handles.
void AddBlindMatches(BlindAnswer& answer, KnownMatches& matches) {
  for (domain::MatchEvidence& found : answer.matches) {
    MatchEvidence* match = matches.Find(found.issuer, found.attestation_id);
    if (match == nullptr) {
      const std::pair key(found.issuer, found.attestation_id);
      matches.by_attestation.emplace(key, std::move(found));
      continue;
    }
    match->handles.insert(match->handles.end(), found.handles.begin(), found.handles.end());
  }
}

domain::ConsultationEvidence OwnConsultation(const NodeContext& node, const KnownMatches& matches,
                                             domain::UnixTime now) {
  domain::ConsultationEvidence own{.party = node.own_party()};
  own.consulted = own.in_this_epoch = own.complete = matches.unreadable == 0;
  own.as_of = now;
  if (matches.unreadable > 0) own.failure = std::string(domain::kOwnRecordsUnreadable);
  own.can_pass_by_itself = false;
  return own;
}

domain::CheckEvidence Evidence(const NodeContext& node, const CheckInput& input, KnownMatches& matches,
                               const std::vector<BlindAnswer>& answers, domain::UnixTime now) {
  domain::CheckEvidence evidence{
      node.own_party(), domain::CivilDate::FromTime(now), input.measure, {}, {}, {}, false, false, false};
  for (auto& [key, match] : matches.by_attestation) evidence.matches.push_back(std::move(match));
  evidence.parties_in_force = node.trust.ActiveParties();
  if (node.trust.IsActive(node.own_party())) evidence.consultations.push_back(OwnConsultation(node, matches, now));
  for (const BlindAnswer& answer : answers) evidence.consultations.push_back(answer.consultation);
  evidence.own_clock_sane = node.blind_checker.OwnClockSane();
  evidence.trust_documents_in_force = !node.trust.ManifestExpired(now);
  for (const domain::PartyCode& party : evidence.parties_in_force) {
    if (node.trust.RecordExpired(party, now)) evidence.trust_documents_in_force = false;
  }
  evidence.asked_by_partial_date_only = input.partial_date_only;
  return evidence;
}

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
// nothing that verifies. In the same batch, who is to be told of a hit.
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
  QueueAccessNotices(node, actor, answer.decision.matches, answer.checked_at, batch);
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
  for (BlindAnswer& one : *answers) AddBlindMatches(one, *matches);
  answer.decision = domain::DecideStatus(Evidence(node, input, *matches, *answers, now));
  answer.checked_at = now;
  answer.valid_until = {now.seconds + node.limits.answer_valid_seconds};
  if (absl::Status made = SignReceipt(node, *std::move(receipt), answer); !made.ok()) return made;
  if (absl::Status audited = RecordOutcome(node, actor, answer, *answers, *matches); !audited.ok()) return audited;
  return answer;
}

}  // namespace vsx::service
