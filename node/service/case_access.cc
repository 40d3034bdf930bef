#include "node/service/case_access.h"

#include <algorithm>
#include <string>

#include "node/domain/attestation.h"
#include "node/domain/error.h"

namespace vsx::service {

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
  if (family.ok()) {
    absl::Status audited = node.audit.Record(actor, domain::MethodName(method), "PROTECTED_CASE_REFUSED",
                                             {store::CaseStore::Pseudonym(family->subject)});
    if (!audited.ok()) return audited;
  }
  return domain::Error(absl::StatusCode::kNotFound, "CASE_UNKNOWN", "case_id", "there is no case with this id");
}

std::vector<const domain::CaseRecord*> RecordsOf(const std::vector<store::LoadedCase>& cases) {
  std::vector<const domain::CaseRecord*> records;
  records.reserve(cases.size());
  for (const store::LoadedCase& loaded : cases) records.push_back(&loaded.record);
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
