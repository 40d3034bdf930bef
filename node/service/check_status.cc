#include "node/service/check_status.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "crypto/case_pseudonym.h"
#include "node/domain/age.h"
#include "node/domain/consent_policy.h"
#include "node/service/case_access.h"
#include "node/statement/attestation_copy.h"
#include "node/statement/check_receipt.h"
#include "node/statement/copy_content.h"
#include "node/statement/envelope_codec.h"

namespace vsx::service {
namespace {

using domain::MatchEvidence;

// Matches by the attestation that they are of, each with every handle that led to it.
struct Matches {
  std::map<std::pair<domain::PartyCode, std::string>, MatchEvidence> by_attestation;
  std::vector<std::string> pseudonyms;

  // The match of that attestation, new or found before.
  MatchEvidence* Find(const domain::PartyCode& issuer, std::string_view id) {
    const auto found = by_attestation.find({issuer, std::string(id)});
    return found == by_attestation.end() ? nullptr : &found->second;
  }
};

bool OwnConsentAnswers(const NodeContext& node, const Actor& actor, const CaseFamily& family, domain::Purpose purpose,
                       const domain::CivilDate& today) {
  std::vector<domain::LinkedCase> linked;
  for (const store::LoadedCase& other : family.linked) {
    linked.push_back(LinkTo(family.subject.record, other.record));
  }
  const domain::CaseFacts& facts = family.subject.record.facts;
  return domain::DecideConsent({.record = ConsentInForce(family.subject.record),
                                .facts = facts,
                                .linked = linked,
                                .own_party = node.own_party(),
                                .recipient = node.own_party(),
                                .purpose = purpose,
                                .today = today,
                                .person_is_adult_now = IsAdultOn(facts, today),
                                .asking_agency = actor.agency})
      .allowed;
}

MatchEvidence EvidenceFrom(const domain::PartyCode& issuer, domain::MatchSource source) {
  return {issuer,
          source,
          {},
          {},
          domain::CaseStatus::kUnknown,
          domain::AgeClass::kUnknown,
          domain::Capacity::kUnknown,
          {},
          {},
          {},
          domain::MatchStanding::kStands,
          domain::LogProof::kNotLogged,
          false,
          true};
}

MatchEvidence OwnEvidence(const NodeContext& node, const domain::CaseRecord& record, const domain::CivilDate& today) {
  const domain::CaseFacts& facts = record.facts;
  MatchEvidence match = EvidenceFrom(node.own_party(), domain::MatchSource::kOwnCase);
  match.attestation_id = std::string(record.id.bytes());
  match.status = facts.status;
  match.age_class = domain::AgeClassOn(facts, today);
  match.capacity = facts.capacity;
  match.date_identified = facts.date_identified;
  match.review_by = facts.review_by;
  match.contact_desk_id = facts.contact_desk_id;
  return match;
}

absl::Status AddOwnMatches(const NodeContext& node, const store::Snapshot& snapshot, const Actor& actor,
                           const CheckInput& input, const domain::Handle& handle, const domain::CivilDate& today,
                           Matches& matches) {
  absl::StatusOr<std::vector<domain::CaseId>> ids = node.cases.FindByHandle(snapshot, handle);
  if (!ids.ok()) return ids.status();
  for (const domain::CaseId& id : *ids) {
    absl::StatusOr<CaseFamily> family = LoadFamily(node, snapshot, id);
    if (absl::IsNotFound(family.status())) continue;  // erased
    if (!family.ok()) return family.status();
    const domain::CaseRecord& record = family->subject.record;
    if (record.revocation.has_value()) continue;
    const auto& theirs = record.facts.handles;
    const auto marked = std::find_if(theirs.begin(), theirs.end(),
                                     [&](const domain::MarkedHandle& one) { return one.handle == handle; });
    if (marked == theirs.end() || !OwnConsentAnswers(node, actor, *family, input.purpose, today)) continue;
    MatchEvidence* match = matches.Find(node.own_party(), id.bytes());
    if (match == nullptr) {
      const std::pair key(node.own_party(), std::string(id.bytes()));
      match = &matches.by_attestation.emplace(key, OwnEvidence(node, record, today)).first->second;
      matches.pseudonyms.push_back(store::CaseStore::Pseudonym(family->subject));
    }
    match->handles.push_back({handle.cls(), marked->mark});
  }
  return absl::OkStatus();
}

// A copy was verified when it came, and lies sealed since: it is read whatever has become of its key, and a key that is
// trusted no more qualifies the answer and never undoes it (system.md, rule 1).
absl::StatusOr<MatchEvidence> DeliveredEvidence(const NodeContext& node, const domain::InboxItem& item,
                                                const domain::CivilDate& today) {
  absl::StatusOr<crypto::Envelope> envelope =
      statement::DecodeEnvelope(item.protective_envelope, statement::kMaxCopyEnvelopeBytes);
  if (!envelope.ok()) return absl::DataLossError("a stored copy cannot be read");
  absl::StatusOr<statement::CopyContent> copy = statement::ParseCopy(envelope->payload);
  if (!copy.ok()) return absl::DataLossError("a stored copy cannot be read");
  const absl::StatusOr<statement::VerifiedCopy> verified = statement::VerifyAttestationCopy(
      node.trust, item.protective_envelope, item.issuer, node.own_party(), node.clock.Now());
  MatchEvidence match = EvidenceFrom(item.issuer, domain::MatchSource::kDeliveredCopy);
  match.attestation_id = item.protective_copy_id;
  match.status = copy->status;
  match.age_class = copy->AgeClassOn(today);
  match.capacity = copy->capacity;
  match.date_identified = copy->date_identified;
  match.review_by = copy->review_by;
  match.contact_desk_id = copy->contact_desk_id;
  if (!item.revocation_envelopes.empty()) match.standing = domain::MatchStanding::kRevocationNotInForce;
  match.signing_key_distrusted = !verified.ok() || verified->statement.key_distrusted;
  match.issuer_active = node.trust.IsActive(item.issuer);
  return match;
}

absl::Status AddDeliveredMatches(const NodeContext& node, const store::Snapshot& snapshot, const domain::Handle& handle,
                                 const domain::CivilDate& today, Matches& matches) {
  absl::StatusOr<std::vector<store::LoadedInboxItem>> items = node.inbox.FindByHandle(snapshot, handle);
  if (!items.ok()) return items.status();
  for (const store::LoadedInboxItem& loaded : *items) {
    const domain::InboxItem& item = loaded.item;
    const auto opening = std::find_if(item.openings.begin(), item.openings.end(),
                                      [&](const domain::Opening& one) { return one.handle == handle.canonical(); });
    if (opening == item.openings.end()) continue;
    MatchEvidence* match = matches.Find(item.issuer, item.protective_copy_id);
    if (match == nullptr) {
      absl::StatusOr<MatchEvidence> evidence = DeliveredEvidence(node, item, today);
      if (!evidence.ok()) return evidence.status();
      const std::pair key(item.issuer, item.protective_copy_id);
      match = &matches.by_attestation.emplace(key, *std::move(evidence)).first->second;
      matches.pseudonyms.push_back(crypto::CasePseudonym(loaded.key.key, item.notice_id.bytes()));
    }
    const auto mark = opening->mark == 0 ? domain::HandleMark::kExact : domain::HandleMark::kPossible;
    match->handles.push_back({handle.cls(), mark});
  }
  return absl::OkStatus();
}

// The other Parties in force: everybody is asked, whatever is known here already.
std::vector<domain::PartyCode> OthersInForce(const NodeContext& node) {
  std::vector<domain::PartyCode> others = node.trust.ActiveParties();
  std::erase(others, node.own_party());
  return others;
}

// A copy that was delivered and one that an index holds are the same copy: one match with all handles.
void AddBlindMatches(BlindAnswer& answer, Matches& matches) {
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

domain::ConsultationEvidence OwnConsultation(const NodeContext& node, domain::UnixTime now) {
  domain::ConsultationEvidence own{.party = node.own_party()};
  own.consulted = own.in_this_epoch = own.complete = true;
  own.as_of = now;
  return own;
}

domain::CheckEvidence Evidence(const NodeContext& node, const CheckInput& input, Matches& matches,
                               const std::vector<BlindAnswer>& answers, domain::UnixTime now) {
  domain::CheckEvidence evidence{
      node.own_party(), domain::CivilDate::FromTime(now), input.measure, {}, {}, {}, false, false, false};
  for (auto& [key, match] : matches.by_attestation) evidence.matches.push_back(std::move(match));
  evidence.parties_in_force = node.trust.ActiveParties();
  if (node.trust.IsActive(node.own_party())) evidence.consultations.push_back(OwnConsultation(node, now));
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

// What came out, in the audit log; and, beside it, each index whose tags led to nothing that verifies.
absl::Status RecordOutcome(const NodeContext& node, const Actor& actor, const CheckAnswer& answer,
                           const std::vector<BlindAnswer>& answers, const std::vector<std::string>& pseudonyms) {
  store::WriteBatch batch;
  const std::string_view method = domain::MethodName(domain::Method::kCheckStatus);
  for (const BlindAnswer& one : answers) {
    if (one.failures == 0) continue;
    node.audit.AppendExchange(batch, "", one.consultation.party, method, "RECORD_UNREADABLE", {});
  }
  node.audit.Append(batch, actor, method, domain::CheckOutcomeName(answer.decision.outcome), pseudonyms);
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
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  Matches matches;
  for (const domain::Handle& handle : input.handles) {
    absl::Status added = AddOwnMatches(node, *snapshot, actor, input, handle, today, matches);
    if (!added.ok()) return added;
    if (input.purpose != domain::Purpose::kProtectiveCheck) continue;  // only protective copies are delivered
    added = AddDeliveredMatches(node, *snapshot, handle, today, matches);
    if (!added.ok()) return added;
  }
  const std::vector<std::string> pseudonyms = std::move(matches.pseudonyms);
  for (BlindAnswer& one : *answers) AddBlindMatches(one, matches);
  answer.decision = domain::DecideStatus(Evidence(node, input, matches, *answers, now));
  answer.checked_at = now;
  answer.valid_until = {now.seconds + node.limits.answer_valid_seconds};
  if (absl::Status made = SignReceipt(node, *std::move(receipt), answer); !made.ok()) return made;
  if (absl::Status audited = RecordOutcome(node, actor, answer, *answers, pseudonyms); !audited.ok()) return audited;
  return answer;
}

}  // namespace vsx::service
