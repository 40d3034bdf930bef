#include "node/service/case_access.h"

#include "node/domain/error.h"

namespace vsx::service {

absl::StatusOr<CaseFamily> LoadFamilyOrSay(const NodeContext& node, const store::Snapshot& snapshot,
                                           const domain::CaseId& id) {
  absl::StatusOr<CaseFamily> family = LoadFamily(node, snapshot, id);
  if (!absl::IsNotFound(family.status())) return family;
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
