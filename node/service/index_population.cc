#include "node/service/index_population.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "node/domain/consent_policy.h"
#include "node/service/case_access.h"
#include "node/service/reconcile_copies.h"

namespace vsx::service {
namespace {

constexpr size_t kPageRows = 200;

bool Permits(const NodeContext& node, const CaseFamily& family, const domain::IndexName& name,
             domain::UnixTime cut_off) {
  const domain::CaseRecord& record = family.subject.record;
  std::vector<domain::LinkedCase> linked;
  for (const domain::CaseRecord* other : RecordsOf(family)) linked.push_back(LinkTo(record, *other));
  const domain::CivilDate day = domain::CivilDate::FromTime(cut_off);
  return domain::PermitCopy({.record = ConsentInForce(record),
                             .facts = record.facts,
                             .linked = linked,
                             .own_party = node.own_party(),
                             .recipient = name.recipient,
                             .purpose = name.cls,
                             .today = day,
                             .person_is_adult_now = IsAdultOn(record.facts, day),
                             .asking_agency = {}})
      .has_value();
}

bool HasHandleOf(const domain::CaseRecord& record, domain::Purpose cls) {
  const auto& handles = record.facts.handles;
  return std::any_of(handles.begin(), handles.end(), [cls](const domain::MarkedHandle& marked) {
    return domain::UsesHandleClass(cls, marked.handle.cls());
  });
}

// Adds what this case has for the index.
absl::Status AddCase(const NodeContext& node, const store::Snapshot& snapshot, const domain::CaseId& id,
                     const domain::IndexName& name, domain::UnixTime cut_off, IndexPopulation& population) {
  absl::StatusOr<CaseFamily> family = LoadFamily(node, snapshot, id);
  if (absl::IsNotFound(family.status())) return absl::OkStatus();  // erased
  if (!family.ok()) return family.status();
  if (!Permits(node, *family, name, cut_off) || !HasHandleOf(family->subject.record, name.cls)) return absl::OkStatus();
  absl::StatusOr<std::vector<domain::SignedCopy>> copies = node.cases.LoadCopies(snapshot, family->subject);
  if (!copies.ok()) return copies.status();
  const auto copy = std::find_if(copies->begin(), copies->end(), [&](const domain::SignedCopy& one) {
    return one.recipient == name.recipient && one.purpose == name.cls;
  });
  if (copy == copies->end()) {
    // Nothing new of a revoked case is signed for anybody: what this recipient never had, its index does not lack.
    if (!family->subject.record.revocation.has_value()) population.unsigned_cases.push_back(id);
    return absl::OkStatus();
  }
  population.copies.push_back({copy->id, std::move(copy->envelope), std::move(copy->openings)});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<IndexPopulation> GatherPopulation(const NodeContext& node, const store::Snapshot& snapshot,
                                                 const domain::IndexName& name, domain::UnixTime cut_off) {
  IndexPopulation population;
  std::string place;
  do {
    absl::StatusOr<store::CaseIdPage> page = node.cases.ListIds(snapshot, place, kPageRows);
    if (!page.ok()) return page.status();
    for (const domain::CaseId& id : page->ids) {
      const absl::Status added = AddCase(node, snapshot, id, name, cut_off, population);
      if (absl::IsDataLoss(added)) {
        ++population.unreadable;
      } else if (!added.ok()) {
        return added;
      }
    }
    place = std::move(page->next_page);
  } while (!place.empty());
  return population;
}

}  // namespace vsx::service
