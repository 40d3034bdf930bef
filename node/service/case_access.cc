#include "node/service/case_access.h"

#include <algorithm>
#include <optional>
#include <string>

#include "node/domain/attestation.h"
#include "node/domain/error.h"

namespace vsx::service {
namespace {

// What a case that cannot be read is taken for. It shares no document with any, so that it counts as linked by name
// alone, which takes away nothing at home.
const domain::CaseRecord& Objecting() {
  static const auto* const objecting = [] {
    auto* record = new domain::CaseRecord{.id = *domain::CaseId::FromBytes(std::string(domain::CaseId::kSize, '\0'))};
    domain::ConsentRecord& consent = record->consent.emplace();
    consent.state = domain::ConsentState::kAnswered;
    consent.answered_by = domain::AnsweredBy::kPerson;
    consent.directives = {{std::nullopt, std::nullopt, domain::Effect::kDeny},
                          {std::nullopt, domain::Purpose::kPresented, domain::Effect::kDeny}};
    return record;
  }();
  return *objecting;
}

}  // namespace

bool MayLearnOf(const Actor& actor, const domain::CaseRecord& record) {
  const std::vector<std::string>& named = record.facts.protected_for_agencies;
  return named.empty() || std::find(named.begin(), named.end(), actor.agency) != named.end();
}

domain::LinkedCase LinkTo(const domain::CaseRecord& subject, const domain::CaseRecord& other) {
  const auto& theirs = other.facts.handles;
  const auto shared = [&](const domain::MarkedHandle& handle) {
    return handle.mark == domain::HandleMark::kExact && handle.handle.cls() != domain::HandleClass::kBiographic &&
           std::find(theirs.begin(), theirs.end(), handle) != theirs.end();
  };
  const auto& ours = subject.facts.handles;
  return {ConsentInForce(other), other.facts, std::none_of(ours.begin(), ours.end(), shared)};
}

bool IsAdultOn(const domain::CaseFacts& facts, const domain::CivilDate& day) {
  return domain::AgeClassOn(facts, day) == domain::AgeClass::kAdult;
}

absl::StatusOr<CaseFamily> LoadFamilyOrSay(const NodeContext& node, const store::Snapshot& snapshot, const Actor& actor,
                                           domain::Method method, const domain::CaseId& id) {
  absl::StatusOr<CaseFamily> family = LoadFamily(node, snapshot, id);
  const bool answers = family.ok() ? MayLearnOf(actor, family->subject.record) : !absl::IsNotFound(family.status());
  if (answers) return family;
  std::vector<std::string> pseudonyms;
  if (family.ok()) pseudonyms.push_back(store::CaseStore::Pseudonym(family->subject));
  absl::Status audited = node.audit.Record(actor, domain::MethodName(method),
                                           family.ok() ? "PROTECTED_CASE_REFUSED" : "CASE_UNKNOWN", pseudonyms);
  if (!audited.ok()) return audited;
  return domain::Error(absl::StatusCode::kNotFound, "CASE_UNKNOWN", "case_id", "there is no case with this id");
}

absl::Status RecordRefusal(const NodeContext& node, const Actor& actor, domain::Method method,
                           const store::LoadedCase& of, const absl::Status& refusal) {
  const std::string reason = domain::ErrorReason(refusal);
  if (reason.empty()) return refusal;
  absl::Status audited =
      node.audit.Record(actor, domain::MethodName(method), reason, {store::CaseStore::Pseudonym(of)});
  return audited.ok() ? refusal : audited;
}

std::vector<const domain::CaseRecord*> RecordsOf(const CaseFamily& family) {
  return RecordsOf(family.linked, family.unreadable);
}

std::vector<const domain::CaseRecord*> RecordsOf(const std::vector<store::UnkeyedCase>& linked, size_t unreadable) {
  std::vector<const domain::CaseRecord*> records;
  records.reserve(linked.size() + 1);
  for (const store::UnkeyedCase& other : linked) records.push_back(&other.record);
  if (unreadable > 0) records.push_back(&Objecting());
  return records;
}

const domain::ConsentRecord& ConsentInForce(const domain::CaseRecord& record) {
  static const auto* const not_asked = new domain::ConsentRecord;
  return record.consent.has_value() ? *record.consent : *not_asked;
}

void WakeAll(const NodeContext& node, const std::vector<domain::PartyCode>& parties) {
  for (const domain::PartyCode& party : parties) node.outbox_signal.Wake(party);
}

}  // namespace vsx::service
