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

// Reads what the policy says of one case, for one recipient and class after the other.
class CasePolicy {
 public:
  // Both outlive this.
  // `unreadable`: how many linked cases that cannot be read object.
  CasePolicy(const NodeContext& node, const CaseFamily& family, size_t unreadable, domain::UnixTime cut_off)
      : node_(node), record_(family.subject.record), day_(domain::CivilDate::FromTime(cut_off)) {
    for (const domain::CaseRecord* other : RecordsOf(family.linked, unreadable)) {
      linked_.push_back(LinkTo(record_, *other));
    }
  }

  bool Permits(const domain::IndexName& name) const {
    return domain::PermitCopy({.record = ConsentInForce(record_),
                               .facts = record_.facts,
                               .linked = linked_,
                               .own_party = node_.own_party(),
                               .recipient = name.recipient,
                               .purpose = name.cls,
                               .today = day_,
                               .person_is_adult_now = IsAdultOn(record_.facts, day_),
                               .asking_agency = {}})
        .has_value();
  }

 private:
  const NodeContext& node_;
  const domain::CaseRecord& record_;
  const domain::CivilDate day_;
  std::vector<domain::LinkedCase> linked_;
};

bool HasHandleOf(const domain::CaseRecord& record, domain::Purpose cls) {
  const auto& handles = record.facts.handles;
  return std::any_of(handles.begin(), handles.end(), [cls](const domain::MarkedHandle& marked) {
    return domain::UsesHandleClass(cls, marked.handle.cls());
  });
}

// Moves the copy for this index out of the case's, if there is one. `damaged`: how many of them cannot be read.
void AddCopy(const domain::CaseRecord& record, const domain::IndexName& name, size_t damaged,
             std::vector<domain::SignedCopy>& copies, IndexPopulation& population) {
  const auto copy = std::find_if(copies.begin(), copies.end(), [&](const domain::SignedCopy& one) {
    return one.recipient == name.recipient && one.purpose == name.cls;
  });
  if (copy == copies.end()) {
    // Nothing new of a revoked case is signed for anybody: what this recipient never had, its index does not lack.
    if (!record.revocation.has_value()) {
      population.unsigned_cases.push_back(record.id);
    } else if (damaged > 0) {
      ++population.unreadable;
    }
    return;
  }
  population.copies.push_back({copy->id, std::move(copy->envelope), std::move(copy->openings)});
}

// Adds what this case has for the indexes. A case that cannot be read counts for those that it may have to be in.
absl::Status AddCase(const NodeContext& node, const store::Snapshot& snapshot, const domain::CaseId& id,
                     absl::Span<const domain::IndexName> names, domain::UnixTime cut_off,
                     std::vector<IndexPopulation>& populations) {
  absl::StatusOr<CaseFamily> family = LoadFamily(node, snapshot, id);
  if (absl::IsNotFound(family.status())) {
    // Erased; or its key is lost, and then nobody may be told that all are here.
    absl::StatusOr<bool> has_row = node.cases.HasRow(snapshot, id);
    if (!has_row.ok()) return has_row.status();
    if (!*has_row) return absl::OkStatus();
    family = absl::DataLossError("a case without its key");
  }
  if (absl::IsDataLoss(family.status())) {
    for (IndexPopulation& population : populations) ++population.unreadable;
    return absl::OkStatus();
  }
  if (!family.ok()) return family.status();
  const CasePolicy policy(node, *family, family->unreadable, cut_off);
  std::optional<CasePolicy> without_objection;
  if (family->unreadable > 0) without_objection.emplace(node, *family, 0, cut_off);
  const domain::CaseRecord& record = family->subject.record;
  std::vector<size_t> permitted;
  for (size_t i = 0; i < names.size(); ++i) {
    if (!HasHandleOf(record, names[i].cls)) continue;
    if (policy.Permits(names[i])) {
      permitted.push_back(i);
    } else if (without_objection.has_value() && without_objection->Permits(names[i])) {
      ++populations[i].unreadable;  // what keeps it out is that something cannot be read
    }
  }
  if (permitted.empty()) return absl::OkStatus();
  size_t damaged = 0;
  absl::StatusOr<std::vector<domain::SignedCopy>> copies = node.cases.LoadCopies(snapshot, family->subject, &damaged);
  if (!copies.ok() && !absl::IsDataLoss(copies.status())) return copies.status();
  for (const size_t i : permitted) {
    if (copies.ok()) {
      AddCopy(record, names[i], damaged, *copies, populations[i]);
    } else {
      ++populations[i].unreadable;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<IndexPopulation>> GatherPopulations(const NodeContext& node, const store::Snapshot& snapshot,
                                                               absl::Span<const domain::IndexName> names,
                                                               domain::UnixTime cut_off) {
  std::vector<IndexPopulation> populations(names.size());
  std::string place;
  do {
    absl::StatusOr<store::CaseIdPage> page = node.cases.ListIds(snapshot, place, kPageRows);
    if (!page.ok()) return page.status();
    for (const domain::CaseId& id : page->ids) {
      if (absl::Status added = AddCase(node, snapshot, id, names, cut_off, populations); !added.ok()) return added;
    }
    place = std::move(page->next_page);
  } while (!place.empty());
  return populations;
}

}  // namespace vsx::service
