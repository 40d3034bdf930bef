#include "node/service/known_matches.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "node/domain/age.h"
#include "node/domain/consent_policy.h"
#include "node/domain/error.h"
#include "node/service/case_access.h"
#include "node/service/received_statement.h"
#include "node/statement/attestation_copy.h"
#include "store/row_key.h"

namespace vsx::service {
namespace {

using domain::MatchEvidence;

constexpr int kMostReadings = 8;

bool OwnConsentAnswers(const NodeContext& node, const Actor& actor, const CaseFamily& family, domain::Purpose purpose,
                       const domain::CivilDate& today) {
  // Where a linked case cannot be read, only what protects her at home goes on.
  if (family.unreadable > 0 && purpose == domain::Purpose::kConsularAssistance) return false;
  std::vector<domain::LinkedCase> linked;
  for (const domain::CaseRecord* other : RecordsOf(family)) linked.push_back(LinkTo(family.subject.record, *other));
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
  match.for_named_agencies = !facts.protected_for_agencies.empty();
  return match;
}

// Notes records that cannot be read; gives back what else went wrong.
absl::Status PassOverDamage(const absl::Status& status, KnownMatches& matches) {
  if (!absl::IsDataLoss(status)) return status;
  ++matches.unreadable;
  return absl::OkStatus();
}

// One own case that the handle led to.
absl::Status AddOwnCase(const NodeContext& node, const store::Snapshot& snapshot, const Actor& actor,
                        const CheckInput& input, const domain::Handle& handle, const domain::CaseId& id,
                        const domain::CivilDate& today, KnownMatches& matches) {
  absl::StatusOr<CaseFamily> family = LoadFamily(node, snapshot, id);
  if (absl::IsNotFound(family.status())) {
    absl::StatusOr<bool> has_row = node.cases.HasRow(snapshot, id);
    if (!has_row.ok()) return has_row.status();
    if (*has_row) matches.keyless.insert(store::CaseRecordKey(id));
    return absl::OkStatus();  // erased
  }
  if (!family.ok()) return family.status();
  matches.unreadable += family->unreadable;
  const domain::CaseRecord& record = family->subject.record;
  if (record.revocation.has_value()) return absl::OkStatus();
  const auto& theirs = record.facts.handles;
  const auto marked =
      std::find_if(theirs.begin(), theirs.end(), [&](const domain::MarkedHandle& one) { return one.handle == handle; });
  if (marked == theirs.end() || !OwnConsentAnswers(node, actor, *family, input.purpose, today)) {
    return absl::OkStatus();
  }
  MatchEvidence* match = matches.Find(node.own_party(), id.bytes());
  if (match == nullptr) {
    const std::pair key(node.own_party(), std::string(id.bytes()));
    match = &matches.by_attestation.emplace(key, OwnEvidence(node, record, today)).first->second;
    matches.pseudonyms.push_back(store::CaseStore::Pseudonym(family->subject));
  }
  match->handles.push_back({handle.cls(), marked->mark});
  return absl::OkStatus();
}

absl::Status AddOwnMatches(const NodeContext& node, const store::Snapshot& snapshot, const Actor& actor,
                           const CheckInput& input, const domain::Handle& handle, const domain::CivilDate& today,
                           KnownMatches& matches) {
  absl::StatusOr<std::vector<domain::CaseId>> ids = node.cases.FindByHandle(snapshot, handle);
  if (!ids.ok()) return ids.status();
  for (const domain::CaseId& id : *ids) {
    absl::Status added = AddOwnCase(node, snapshot, actor, input, handle, id, today, matches);
    if (added = PassOverDamage(added, matches); !added.ok()) return added;
  }
  return absl::OkStatus();
}

// A copy was verified when it came, and lies sealed since: it is read whatever has become of its key, and a key that is
// trusted no more qualifies the answer and never undoes it (system.md, rule 1).
absl::StatusOr<MatchEvidence> DeliveredEvidence(const NodeContext& node, const domain::InboxItem& item,
                                                const domain::CivilDate& today) {
  absl::StatusOr<statement::CopyContent> copy = ContentOf(item.protective_envelope);
  if (!copy.ok()) return copy.status();
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
  match.access_notice_wanted = copy->access_notice_wanted;
  return match;
}

// One notice that the handle led to.
absl::Status AddDelivered(const NodeContext& node, const store::UnkeyedInboxItem& delivered,
                          const domain::Handle& handle, const domain::CivilDate& today, KnownMatches& matches) {
  const domain::InboxItem& item = delivered.item;
  const auto opening = std::find_if(item.openings.begin(), item.openings.end(),
                                    [&](const domain::Opening& one) { return one.handle == handle.canonical(); });
  if (opening == item.openings.end()) return absl::OkStatus();
  MatchEvidence* match = matches.Find(item.issuer, item.protective_copy_id);
  if (match == nullptr) {
    absl::StatusOr<MatchEvidence> evidence = DeliveredEvidence(node, item, today);
    if (!evidence.ok()) return evidence.status();
    const std::pair key(item.issuer, item.protective_copy_id);
    match = &matches.by_attestation.emplace(key, *std::move(evidence)).first->second;
    matches.pseudonyms.push_back(delivered.pseudonym);
  }
  const auto mark = opening->mark == 0 ? domain::HandleMark::kExact : domain::HandleMark::kPossible;
  match->handles.push_back({handle.cls(), mark});
  return absl::OkStatus();
}

absl::Status AddDeliveredMatches(const NodeContext& node, const store::Snapshot& snapshot, const domain::Handle& handle,
                                 const domain::CivilDate& today, KnownMatches& matches) {
  absl::StatusOr<store::PassedOver> passed_over =
      node.inbox.VisitByHandle(snapshot, handle, [&](const store::UnkeyedInboxItem& delivered) {
        if (!AddDelivered(node, delivered, handle, today, matches).ok()) ++matches.unreadable;
      });
  if (!passed_over.ok()) return passed_over.status();
  matches.unreadable += passed_over->damaged;
  matches.keyless.insert(passed_over->keyless.begin(), passed_over->keyless.end());
  return absl::OkStatus();
}

// Everything that one snapshot shows.
absl::StatusOr<KnownMatches> ReadOnce(const NodeContext& node, const Actor& actor, const CheckInput& input,
                                      const domain::CivilDate& today) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  KnownMatches matches;
  for (const domain::Handle& handle : input.handles) {
    absl::Status own = AddOwnMatches(node, *snapshot, actor, input, handle, today, matches);
    if (own = PassOverDamage(own, matches); !own.ok()) return own;
    if (input.purpose != domain::Purpose::kProtectiveCheck) continue;  // only protective copies are delivered
    absl::Status delivered = AddDeliveredMatches(node, *snapshot, handle, today, matches);
    if (delivered = PassOverDamage(delivered, matches); !delivered.ok()) return delivered;
  }
  return matches;
}

}  // namespace

MatchEvidence* KnownMatches::Find(const domain::PartyCode& issuer, std::string_view id) {
  const auto found = by_attestation.find({issuer, std::string(id)});
  return found == by_attestation.end() ? nullptr : &found->second;
}

// A row whose key is gone was replaced or erased since the snapshot was taken: what replaced it stands in a newer one.
// A row that a newer one has too is neither, and cannot be read.
absl::StatusOr<KnownMatches> ReadKnownMatches(const NodeContext& node, const Actor& actor, const CheckInput& input,
                                              const domain::CivilDate& today) {
  std::set<std::string> known;
  for (int i = 0; i < kMostReadings; ++i) {
    absl::StatusOr<KnownMatches> matches = ReadOnce(node, actor, input, today);
    if (!matches.ok()) return matches.status();
    if (std::includes(known.begin(), known.end(), matches->keyless.begin(), matches->keyless.end())) {
      matches->unreadable += matches->keyless.size();
      return matches;
    }
    known.insert(matches->keyless.begin(), matches->keyless.end());
  }
  return domain::Error(absl::StatusCode::kAborted, "CHANGED_MEANWHILE", "",
                       "what is known of this person was changed while it was read: ask again");
}

}  // namespace vsx::service
