#include "node/service/change_consent.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "node/domain/error.h"
#include "node/domain/status_decision.h"
#include "node/service/case_access.h"
#include "node/service/federation_abilities.h"
#include "node/service/known_parties.h"
#include "node/service/retry.h"

namespace vsx::service {
namespace {

using domain::CaseRecord;
using domain::ConsentPreviewLine;
using domain::ConsentRecord;

std::vector<ConsentPreviewLine> Effects(const NodeContext& node, const ConsentRecord& consent, const CaseRecord& record,
                                        const std::vector<const CaseRecord*>& linked) {
  std::vector<domain::LinkedCase> links;
  links.reserve(linked.size());
  for (const CaseRecord* other : linked) links.push_back(LinkTo(record, *other));
  const domain::CivilDate today = domain::CivilDate::FromTime(node.clock.Now());
  std::vector<domain::PartyCode> parties = {node.own_party()};
  for (const domain::PartyCode& party : node.trust.ActiveParties()) {
    if (party != node.own_party()) parties.push_back(party);
  }
  return domain::PreviewConsent(consent, record.facts, links, node.own_party(), parties, today,
                                IsAdultOn(record.facts, today), kFederationAbilities);
}

// Makes the next record out of the case as it stands. Errors name fields of the request.
using NextRecord = absl::FunctionRef<absl::StatusOr<ConsentRecord>(const CaseRecord&)>;

KnownParties KnownTo(const NodeContext& node, const CaseRecord& record) {
  return {node.trust, record.consent.has_value() ? &*record.consent : nullptr};
}

// What became of the linked cases.
struct LinkedChanges {
  CopyChanges told;                           // of the cases of which the caller may learn
  std::vector<domain::PartyCode> queued_for;  // of all
  size_t unreadable = 0;
};

// The cases that share an exact handle with the changed one are bound by what she said there (protocol §2). One that
// cannot be read is passed over and counted: it must not stand in the way of her objection here.
absl::StatusOr<LinkedChanges> ReconcileLinked(const NodeContext& node, const store::Snapshot& snapshot,
                                              const Actor& actor, const CaseFamily& family, const CaseRecord& changed,
                                              store::WriteBatch& batch) {
  LinkedChanges result;
  result.unreadable = family.unreadable;
  for (const store::UnkeyedCase& other : family.linked) {
    absl::StatusOr<CaseFamily> around = LoadFamily(node, snapshot, other.record.id);
    if (!around.ok()) return around.status();
    std::vector<const CaseRecord*> linked = RecordsOf(*around);
    for (const CaseRecord*& neighbour : linked) {
      if (neighbour->id == changed.id) neighbour = &changed;
    }
    CaseRecord after = around->subject.record;
    store::WriteBatch with_theirs = batch;
    absl::StatusOr<CopyChanges> theirs = ReconcileCopies(node, snapshot, around->subject, after, linked, with_theirs);
    if (absl::IsDataLoss(theirs.status())) {
      ++result.unreadable;
      continue;
    }
    if (!theirs.ok()) return theirs.status();
    batch = std::move(with_theirs);
    if (MayLearnOf(actor, other.record)) result.told.Add(*theirs);
    result.queued_for.insert(result.queued_for.end(), theirs->queued_for.begin(), theirs->queued_for.end());
  }
  return result;
}

absl::StatusOr<ChangedConsent> ChangeOnce(const NodeContext& node, const Actor& actor, domain::Method method,
                                          const domain::CaseId& id, std::optional<uint32_t> expected_number,
                                          bool preview_only, NextRecord next_record) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<CaseFamily> family = LoadFamilyOrSay(node, *snapshot, actor, method, id);
  if (!family.ok()) return family.status();
  const CaseRecord& before = family->subject.record;
  if (expected_number.has_value() && *expected_number != before.consent_number) {
    return RecordRefusal(node, actor, method, family->subject,
                         domain::Error(absl::StatusCode::kAborted, "CONSENT_CHANGED", "expected_version",
                                       "the consent was changed since you read it: look at it again, then repeat"));
  }
  absl::StatusOr<ConsentRecord> record = next_record(before);
  if (!record.ok()) return RecordRefusal(node, actor, method, family->subject, record.status());

  const std::vector<const CaseRecord*> linked = RecordsOf(*family);
  ChangedConsent result;
  result.number = before.consent_number;
  result.before = Effects(node, ConsentInForce(before), before, linked);
  result.after = Effects(node, *record, before, linked);
  const std::string pseudonym = store::CaseStore::Pseudonym(family->subject);
  if (preview_only) {
    absl::Status audited = node.audit.Record(actor, domain::MethodName(method), "PREVIEW", {pseudonym});
    if (!audited.ok()) return audited;
    return result;
  }

  CaseRecord after = before;
  domain::ConsentEntry entry;
  entry.number = before.consent_number + 1;
  entry.record = *record;
  entry.previous_hash = before.consent_hash.empty() ? std::string(32, '\0') : before.consent_hash;
  entry.hash = store::ConsentHash(id, entry.number, entry.previous_hash, entry.record);
  after.consent = *record;
  after.consent_number = entry.number;
  after.consent_hash = entry.hash;

  store::WriteBatch batch;
  batch.UseReservedSpace();  // an objection must not fail for want of space
  node.cases.PutConsent(batch, family->subject, entry);
  absl::StatusOr<CopyChanges> changes = ReconcileCopies(node, *snapshot, family->subject, after, linked, batch);
  if (!changes.ok()) return changes.status();
  result.changes = *std::move(changes);
  absl::StatusOr<LinkedChanges> others = ReconcileLinked(node, *snapshot, actor, *family, after, batch);
  if (!others.ok()) return others.status();
  std::vector<std::string> pseudonyms = {pseudonym};
  for (const store::UnkeyedCase& other : family->linked) pseudonyms.push_back(other.pseudonym);
  node.audit.Append(batch, actor, domain::MethodName(method), "OK", pseudonyms);
  if (others->unreadable > 0) {
    node.audit.Append(batch, actor, domain::MethodName(method), domain::kOwnRecordsUnreadable, {pseudonym});
  }
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;

  result.number = entry.number;
  WakeAll(node, result.changes.queued_for);
  WakeAll(node, others->queued_for);
  result.changes.Add(others->told);
  return result;
}

absl::StatusOr<ChangedConsent> Change(const NodeContext& node, const Actor& actor, domain::Method method,
                                      const domain::CaseId& id, std::optional<uint32_t> expected_number,
                                      bool preview_only, NextRecord next_record) {
  return RetryAborted([&] { return ChangeOnce(node, actor, method, id, expected_number, preview_only, next_record); });
}

// What is wrong with what was said lies below `said`; what is wrong with a lifting stands beside it. A precondition
// that does not hold is about no field.
absl::Status AtRequestField(const absl::Status& status, std::string_view said) {
  const std::string field = domain::ErrorField(status);
  if (field.empty() || absl::StartsWith(field, "lifted") || absl::StartsWith(field, "no_longer_feared")) return status;
  return domain::AtField(status, said);
}

// The record that an interview makes: the first as it is; a later one keeps every deny and fear that is not lifted.
absl::StatusOr<ConsentRecord> AfterInterview(const NodeContext& node, const CaseRecord& before,
                                             ConsentRecord interview) {
  const domain::PartyCode& own_party = node.own_party();
  if (absl::Status known = KnownTo(node, before).Check(interview); !known.ok()) {
    return domain::AtField(known, "consent");
  }
  if (!before.consent.has_value()) {
    if (absl::Status sound = domain::ValidateConsentRecord(interview, own_party); !sound.ok()) {
      return domain::AtField(sound, "consent");
    }
    return interview;
  }
  domain::Amendment amendment;
  amendment.additions = std::move(interview);
  amendment.asked_again = true;
  absl::StatusOr<domain::AmendedConsent> amended = domain::AmendConsent(*before.consent, amendment, own_party);
  if (!amended.ok()) return AtRequestField(amended.status(), "consent");
  return std::move(amended->record);
}

// Recording time, and the age class that decides who may allow, are the node's to say.
ConsentRecord Stamped(const NodeContext& node, const CaseRecord& record, ConsentRecord interview) {
  // A clock that was set back must not stand in the way of an objection; nor a client's that is a little fast.
  interview.recorded_at =
      std::max(node.clock.Now(), record.consent.has_value() ? record.consent->recorded_at : domain::UnixTime{});
  interview.informed_at = std::min(interview.informed_at, interview.recorded_at);
  const domain::CivilDate today = domain::CivilDate::FromTime(interview.recorded_at);
  interview.age_at_recording =
      IsAdultOn(record.facts, today) ? domain::AgeAtRecording::kAdult : domain::AgeAtRecording::kChild;
  return interview;
}

// In force or not: who was suspended or left may have something too. And whoever was ever put to her.
std::vector<domain::PartyCode> EveryPartyAbroad(const NodeContext& node, const ConsentRecord& consent) {
  std::vector<domain::PartyCode> parties;
  for (const statement::ManifestParty& party : node.trust.parties()) parties.push_back(party.party);
  for (const domain::PartyCode& party : consent.parties_put_to_her) {
    if (std::find(parties.begin(), parties.end(), party) == parties.end()) parties.push_back(party);
  }
  parties.erase(std::remove(parties.begin(), parties.end(), node.own_party()), parties.end());
  return parties;
}

}  // namespace

absl::StatusOr<ChangedConsent> RecordConsent(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                             const ConsentRecord& interview, uint32_t expected_number) {
  return Change(node, actor, domain::Method::kRecordConsent, id, expected_number, false, [&](const CaseRecord& before) {
    return AfterInterview(node, before, Stamped(node, before, interview));
  });
}

absl::StatusOr<ChangedConsent> AmendConsent(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                            const domain::Amendment& amendment, uint32_t expected_number,
                                            bool preview_only) {
  const auto next = [&](const CaseRecord& before) -> absl::StatusOr<ConsentRecord> {
    if (!before.consent.has_value()) {
      return domain::Precondition("NOT_ASKED", "she was not asked yet: record the interview first");
    }
    const KnownParties known = KnownTo(node, before);
    if (absl::Status said = known.Check(amendment.additions); !said.ok()) return domain::AtField(said, "additions");
    if (absl::Status lifted = known.Check(amendment.lifted, "lifted"); !lifted.ok()) return lifted;
    domain::Amendment stamped = amendment;
    stamped.additions = Stamped(node, before, amendment.additions);
    absl::StatusOr<domain::AmendedConsent> amended = domain::AmendConsent(*before.consent, stamped, node.own_party());
    if (!amended.ok()) return AtRequestField(amended.status(), "additions");
    return std::move(amended->record);
  };
  return Change(node, actor, domain::Method::kAmendConsent, id, expected_number, preview_only, next);
}

absl::StatusOr<ChangedConsent> WithdrawConsent(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                               const std::vector<domain::PartyCode>& parties, bool reference_code_too) {
  const auto next = [&](const CaseRecord& before) -> absl::StatusOr<ConsentRecord> {
    if (!before.consent.has_value()) {
      return domain::Precondition("NOT_ASKED", "she was not asked yet, so nothing was shared: record the interview");
    }
    if (absl::Status known = KnownTo(node, before).Check(parties, "parties"); !known.ok()) return known;
    std::vector<domain::PartyCode> from = parties;
    if (from.empty()) from = EveryPartyAbroad(node, *before.consent);
    ConsentRecord interview = *before.consent;
    interview.answered_by = domain::AnsweredBy::kPerson;
    interview.informed_at = node.clock.Now();
    domain::Amendment withdrawal =
        domain::WithdrawalFrom(from, reference_code_too, Stamped(node, before, std::move(interview)), node.own_party());
    absl::StatusOr<domain::AmendedConsent> amended =
        domain::AmendConsent(*before.consent, withdrawal, node.own_party());
    if (!amended.ok()) return amended.status();
    return std::move(amended->record);
  };
  return Change(node, actor, domain::Method::kWithdrawConsent, id, std::nullopt, false, next);
}

absl::StatusOr<std::vector<ConsentPreviewLine>> PreviewConsent(const NodeContext& node, const Actor& actor,
                                                               const domain::CaseId& id,
                                                               const ConsentRecord& interview) {
  absl::StatusOr<ChangedConsent> preview =
      Change(node, actor, domain::Method::kPreviewConsent, id, std::nullopt, true,
             [&](const CaseRecord& before) { return AfterInterview(node, before, Stamped(node, before, interview)); });
  if (!preview.ok()) return preview.status();
  return std::move(preview->after);
}

std::vector<ConsentPreviewLine> EffectsInForce(const NodeContext& node, const CaseRecord& record,
                                               const std::vector<const CaseRecord*>& linked) {
  return Effects(node, ConsentInForce(record), record, linked);
}

}  // namespace vsx::service
