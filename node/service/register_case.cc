#include "node/service/register_case.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "node/domain/age.h"
#include "node/domain/consent_policy.h"
#include "node/domain/error.h"
#include "node/domain/status_decision.h"
#include "node/service/case_access.h"
#include "node/service/change_consent.h"
#include "node/service/request_id.h"
#include "node/service/retry.h"
#include "node/statement/attestation_copy.h"

namespace vsx::service {
namespace {

// Copies are bounded (protocol §2), and the bound is told now, not when she is asked: the largest copies that any
// answer of hers could allow are made once, and thrown away.
absl::Status CheckCopySizes(const NodeContext& node, const domain::CaseFacts& facts) {
  const domain::PartyCode recipient = *domain::PartyCode::Create(node.own_party().value() == "ZZZ" ? "YYY" : "ZZZ");
  domain::CaseFacts trial = facts;
  trial.sending_parties = {recipient};
  // What an upgrade adds later.
  if (!trial.date_identified.has_value()) trial.date_identified = domain::CivilDate::FromTime(node.clock.Now());
  domain::ConsentRecord yes;
  yes.state = domain::ConsentState::kAnswered;
  const domain::CivilDate today = domain::CivilDate::FromTime(node.clock.Now());
  const bool adult = IsAdultOn(facts, today);
  yes.answered_by = adult ? domain::AnsweredBy::kPerson : domain::AnsweredBy::kBestInterests;
  yes.age_at_recording = adult ? domain::AgeAtRecording::kAdult : domain::AgeAtRecording::kChild;
  yes.childs_view_recorded = !adult;
  yes.parties_put_to_her = {recipient};
  for (const domain::Purpose purpose : domain::kPurposes) {
    yes.directives.push_back({recipient, purpose, domain::Effect::kAllow});
  }
  for (const domain::Purpose purpose : {domain::Purpose::kNotifyLevel2, domain::Purpose::kProtectiveCheck}) {
    const std::optional<domain::PermittedCopy> permitted = domain::PermitCopy({.record = yes,
                                                                               .facts = trial,
                                                                               .linked = {},
                                                                               .own_party = node.own_party(),
                                                                               .recipient = recipient,
                                                                               .purpose = purpose,
                                                                               .today = today,
                                                                               .person_is_adult_now = adult,
                                                                               .asking_agency = {}});
    if (!permitted.has_value()) continue;
    const domain::CopyId id = *domain::CopyId::FromBytes(std::string(domain::CopyId::kSize, '\0'));
    const absl::StatusOr<statement::SignedCopy> copy = statement::SignAttestationCopy(
        *permitted, {.issuer = node.own_party(), .copy_id = id, .replaces = id, .signed_on = today}, node.random,
        node.attestation_signer);
    if (!copy.ok()) return domain::AtField(copy.status(), "person");
  }
  return absl::OkStatus();
}

struct Related {
  std::vector<store::UnkeyedCase> cases;
  size_t unreadable = 0;
};

// Other own cases that have an exact handle of these facts as an exact handle too. Those that cannot be read are
// counted and passed over: they must not keep a person from being registered.
absl::StatusOr<Related> FindRelated(const NodeContext& node, const store::Snapshot& snapshot,
                                    const domain::CaseFacts& facts, const domain::CaseId& self) {
  Related related;
  std::set<domain::CaseId> seen = {self};
  for (const domain::MarkedHandle& handle : facts.handles) {
    if (handle.mark != domain::HandleMark::kExact) continue;
    absl::StatusOr<std::vector<domain::CaseId>> ids = node.cases.FindByHandle(snapshot, handle.handle);
    if (!ids.ok()) return ids.status();
    for (const domain::CaseId& id : *ids) {
      if (seen.contains(id)) continue;
      absl::StatusOr<store::UnkeyedCase> other = node.cases.LoadUnkeyed(snapshot, id);
      if (absl::IsNotFound(other.status())) {
        // Erased, or its key is lost.
        absl::StatusOr<bool> has_row = node.cases.HasRow(snapshot, id);
        if (!has_row.ok()) return has_row.status();
        if (!*has_row) continue;
        other = absl::DataLossError("a case without its key");
      }
      if (absl::IsDataLoss(other.status())) {
        seen.insert(id);
        ++related.unreadable;
        continue;
      }
      if (!other.ok()) return other.status();
      const auto& theirs = other->record.facts.handles;
      if (std::find(theirs.begin(), theirs.end(), handle) == theirs.end()) continue;
      seen.insert(id);
      related.cases.push_back(*std::move(other));
    }
  }
  return related;
}

// Of those that the caller may learn of.
std::vector<domain::CaseId> IdsOf(const Actor& actor, const std::vector<store::UnkeyedCase>& cases) {
  std::vector<domain::CaseId> ids;
  ids.reserve(cases.size());
  for (const store::UnkeyedCase& one : cases) {
    if (MayLearnOf(actor, one.record)) ids.push_back(one.record.id);
  }
  return ids;
}

// What a registration did to other cases of the person.
struct BoundCases {
  CopyChanges told;                           // of those of which the caller may learn
  std::vector<domain::PartyCode> queued_for;  // of all
};

// What the new case says of the person's situation (protection sought) binds her other cases from now on, as what she
// says later does (protocol §2).
absl::StatusOr<BoundCases> BindRelated(const NodeContext& node, const store::Snapshot& snapshot, const Actor& actor,
                                       const domain::CaseRecord& added, Related& related, store::WriteBatch& batch) {
  BoundCases bound;
  for (const store::UnkeyedCase& other : related.cases) {
    absl::StatusOr<CaseFamily> around = LoadFamily(node, snapshot, other.record.id);
    if (!around.ok()) return around.status();
    std::vector<const domain::CaseRecord*> linked = RecordsOf(*around);
    linked.push_back(&added);
    domain::CaseRecord after = around->subject.record;
    store::WriteBatch with_theirs = batch;
    absl::StatusOr<CopyChanges> changes = ReconcileCopies(node, snapshot, around->subject, after, linked, with_theirs);
    if (absl::IsDataLoss(changes.status())) {
      ++related.unreadable;
      continue;
    }
    if (!changes.ok()) return changes.status();
    batch = std::move(with_theirs);
    if (MayLearnOf(actor, other.record)) bound.told.Add(*changes);
    bound.queued_for.insert(bound.queued_for.end(), changes->queued_for.begin(), changes->queued_for.end());
  }
  return bound;
}

// What the own State's officers see of the case: another case of hers may keep it from them.
domain::ConsentPreviewLine OwnChecks(const NodeContext& node, const domain::CaseRecord& record,
                                     const Related& related) {
  for (domain::ConsentPreviewLine& line : EffectsInForce(node, record, RecordsOf(related.cases, related.unreadable))) {
    if (line.party == node.own_party() && line.purpose == domain::Purpose::kProtectiveCheck) return std::move(line);
  }
  std::abort();  // every Party in force has its lines, and so has the own one
}

// A repeated request: the case as it was registered, if it was this one.
absl::StatusOr<RegisteredCase> Repeated(const NodeContext& node, const store::Snapshot& snapshot, const Actor& actor,
                                        const domain::CaseRecord& wanted, const store::LoadedCase& present) {
  // Registered facts may have moved on since (status, reference codes): who the person is decides.
  const domain::CaseFacts& facts = present.record.facts;
  if (facts.names != wanted.facts.names || facts.birth_date != wanted.facts.birth_date ||
      facts.documents != wanted.facts.documents) {
    return RecordRefusal(node, actor, domain::Method::kRegisterCase, present, RequestIdReused("case"));
  }
  absl::StatusOr<Related> related = FindRelated(node, snapshot, facts, wanted.id);
  if (!related.ok()) return related.status();
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kRegisterCase), "OK",
                                           {store::CaseStore::Pseudonym(present)});
  if (!audited.ok()) return audited;
  return RegisteredCase{present.record, OwnChecks(node, present.record, *related), IdsOf(actor, related->cases), {}};
}

absl::StatusOr<RegisteredCase> RegisterOnce(const NodeContext& node, const Actor& actor,
                                            const domain::CaseRecord& record) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::LoadedCase> present = node.cases.Load(*snapshot, record.id);
  if (present.ok()) return Repeated(node, *snapshot, actor, record, *present);
  if (!absl::IsNotFound(present.status())) return present.status();
  absl::StatusOr<Related> related = FindRelated(node, *snapshot, record.facts, record.id);
  if (!related.ok()) return related.status();
  absl::StatusOr<store::CaseKey> key = node.cases.NewKey();
  if (!key.ok()) return key.status();

  store::WriteBatch batch;
  node.cases.PutNew(batch, record, *key);
  for (const domain::MarkedHandle& handle : record.facts.handles) {
    node.cases.PutHandle(batch, record.id, handle.handle);
  }
  absl::StatusOr<BoundCases> bound = BindRelated(node, *snapshot, actor, record, *related, batch);
  if (!bound.ok()) return bound.status();
  const std::string own_pseudonym = store::CaseStore::Pseudonym(*key, record.id);
  std::vector<std::string> pseudonyms = {own_pseudonym};
  for (const store::UnkeyedCase& other : related->cases) pseudonyms.push_back(other.pseudonym);
  node.audit.Append(batch, actor, domain::MethodName(domain::Method::kRegisterCase), "OK", pseudonyms);
  if (related->unreadable > 0) {
    node.audit.Append(batch, actor, domain::MethodName(domain::Method::kRegisterCase), domain::kOwnRecordsUnreadable,
                      {own_pseudonym});
  }
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  WakeAll(node, bound->queued_for);
  return RegisteredCase{record, OwnChecks(node, record, *related), IdsOf(actor, related->cases),
                        std::move(bound->told)};
}

}  // namespace

absl::StatusOr<RegisteredCase> RegisterCase(const NodeContext& node, const Actor& actor, domain::CaseFacts facts,
                                            const std::string& request_id) {
  domain::CaseRecord record{.id = IdOfRequest<domain::CaseId>(node, actor, "case", request_id)};
  record.facts = std::move(facts);
  if (!MayLearnOf(actor, record)) {
    return domain::InvalidField("OWN_AGENCY_MISSING", "person.protected_for_agencies",
                                "name your own agency too, or you could not open the case again");
  }
  if (absl::Status fits = CheckCopySizes(node, record.facts); !fits.ok()) return fits;
  record.registered_at = node.clock.Now();
  record.history.push_back({record.facts.status, record.registered_at});
  return RetryAborted([&] { return RegisterOnce(node, actor, record); });
}

}  // namespace vsx::service
