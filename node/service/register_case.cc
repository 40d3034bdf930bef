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
#include "node/service/case_access.h"
#include "node/service/change_consent.h"
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

domain::CaseId NewCaseId(const NodeContext& node, const Actor& actor, const std::string& request_id) {
  if (request_id.empty()) return *domain::CaseId::FromBytes(node.random.Bytes(domain::CaseId::kSize));
  // The same request of the same agency makes the same id; without the node's key nobody can foresee it.
  return *domain::CaseId::FromBytes(node.audit.OfficerHash(actor.uri, request_id).substr(0, domain::CaseId::kSize));
}

// Other own cases that have an exact handle of these facts as an exact handle too.
absl::StatusOr<std::vector<store::LoadedCase>> FindRelated(const NodeContext& node, const store::Snapshot& snapshot,
                                                           const domain::CaseFacts& facts, const domain::CaseId& self) {
  std::vector<store::LoadedCase> related;
  std::set<domain::CaseId> seen = {self};
  for (const domain::MarkedHandle& handle : facts.handles) {
    if (handle.mark != domain::HandleMark::kExact) continue;
    absl::StatusOr<std::vector<domain::CaseId>> ids = node.cases.FindByHandle(snapshot, handle.handle);
    if (!ids.ok()) return ids.status();
    for (const domain::CaseId& id : *ids) {
      if (seen.contains(id)) continue;
      absl::StatusOr<store::LoadedCase> other = node.cases.Load(snapshot, id);
      if (absl::IsNotFound(other.status())) continue;  // erased
      if (!other.ok()) return other.status();
      const auto& theirs = other->record.facts.handles;
      if (std::find(theirs.begin(), theirs.end(), handle) == theirs.end()) continue;
      seen.insert(id);
      related.push_back(*std::move(other));
    }
  }
  return related;
}

// Of those that the caller may learn of.
std::vector<domain::CaseId> IdsOf(const Actor& actor, const std::vector<store::LoadedCase>& cases) {
  std::vector<domain::CaseId> ids;
  ids.reserve(cases.size());
  for (const store::LoadedCase& one : cases) {
    if (MayLearnOf(actor, one.record)) ids.push_back(one.record.id);
  }
  return ids;
}

// What the new case says of the person's situation (protection sought) binds her other cases from now on, as what she
// says later does (protocol §2).
absl::StatusOr<CopyChanges> BindRelated(const NodeContext& node, const store::Snapshot& snapshot,
                                        const domain::CaseRecord& added, const std::vector<store::LoadedCase>& related,
                                        store::WriteBatch& batch) {
  CopyChanges all;
  for (const store::LoadedCase& other : related) {
    absl::StatusOr<CaseFamily> around = LoadFamily(node, snapshot, other.record.id);
    if (!around.ok()) return around.status();
    std::vector<const domain::CaseRecord*> linked = RecordsOf(around->linked);
    linked.push_back(&added);
    domain::CaseRecord after = other.record;
    absl::StatusOr<CopyChanges> changes = ReconcileCopies(node, snapshot, other, after, linked, batch);
    if (!changes.ok()) return changes.status();
    all.Add(*changes);
  }
  return all;
}

// What the own State's officers see of the case: another case of hers may keep it from them.
domain::ConsentPreviewLine OwnChecks(const NodeContext& node, const domain::CaseRecord& record,
                                     const std::vector<store::LoadedCase>& related) {
  for (domain::ConsentPreviewLine& line : EffectsInForce(node, record, related)) {
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
    return domain::Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "request_id",
                         "another case was registered under this request id: use a new one");
  }
  absl::StatusOr<std::vector<store::LoadedCase>> related = FindRelated(node, snapshot, facts, wanted.id);
  if (!related.ok()) return related.status();
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kRegisterCase), "OK",
                                           {store::CaseStore::Pseudonym(present)});
  if (!audited.ok()) return audited;
  return RegisteredCase{present.record, OwnChecks(node, present.record, *related), IdsOf(actor, *related), {}};
}

absl::StatusOr<RegisteredCase> RegisterOnce(const NodeContext& node, const Actor& actor,
                                            const domain::CaseRecord& record) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::LoadedCase> present = node.cases.Load(*snapshot, record.id);
  if (present.ok()) return Repeated(node, *snapshot, actor, record, *present);
  if (!absl::IsNotFound(present.status())) return present.status();
  absl::StatusOr<std::vector<store::LoadedCase>> related = FindRelated(node, *snapshot, record.facts, record.id);
  if (!related.ok()) return related.status();
  absl::StatusOr<store::CaseKey> key = node.cases.NewKey();
  if (!key.ok()) return key.status();

  store::WriteBatch batch;
  node.cases.PutNew(batch, record, *key);
  for (const domain::MarkedHandle& handle : record.facts.handles) {
    node.cases.PutHandle(batch, record.id, handle.handle);
  }
  absl::StatusOr<CopyChanges> others = BindRelated(node, *snapshot, record, *related, batch);
  if (!others.ok()) return others.status();
  std::vector<std::string> pseudonyms = {store::CaseStore::Pseudonym(*key, record.id)};
  for (const store::LoadedCase& other : *related) pseudonyms.push_back(store::CaseStore::Pseudonym(other));
  node.audit.Append(batch, actor, domain::MethodName(domain::Method::kRegisterCase), "OK", pseudonyms);
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  WakeAll(node, others->queued_for);
  return RegisteredCase{record, OwnChecks(node, record, *related), IdsOf(actor, *related), *std::move(others)};
}

}  // namespace

absl::StatusOr<RegisteredCase> RegisterCase(const NodeContext& node, const Actor& actor, domain::CaseFacts facts,
                                            const std::string& request_id) {
  domain::CaseRecord record{.id = NewCaseId(node, actor, request_id)};
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
