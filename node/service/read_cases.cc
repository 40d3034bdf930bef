#include "node/service/read_cases.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "node/domain/error.h"
#include "node/service/case_access.h"
#include "node/service/change_consent.h"

namespace vsx::service {
namespace {

absl::Status PageTokenWrong(const absl::Status& status) {
  if (!absl::IsInvalidArgument(status)) return status;
  return domain::InvalidField("PAGE_TOKEN_WRONG", "page_token", "take the token of the page before, or none");
}

// A match by name and birth date is never proof: it is answered as possible (system.md, Subjects).
domain::HandleMark AnsweredMark(const domain::MarkedHandle& handle) {
  return handle.handle.cls() == domain::HandleClass::kBiographic ? domain::HandleMark::kPossible : handle.mark;
}

void AddMatch(const domain::CaseRecord& record, const domain::Handle& handle, FoundCase& found) {
  for (const domain::MarkedHandle& theirs : record.facts.handles) {
    if (theirs.handle != handle) continue;
    found.mark = std::min(found.mark, AnsweredMark(theirs));
    if (std::find(found.classes.begin(), found.classes.end(), handle.cls()) == found.classes.end()) {
      found.classes.push_back(handle.cls());
    }
  }
}

}  // namespace

bool AskingOverdue(const NodeContext& node, const domain::CaseRecord& record) {
  return record.consent_number == 0 && !record.revocation.has_value() &&
         node.clock.Now().seconds - record.registered_at.seconds > node.limits.ask_for_consent_seconds;
}

absl::StatusOr<CaseView> GetCase(const NodeContext& node, const Actor& actor, const domain::CaseId& id) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<CaseFamily> family = LoadFamilyOrSay(node, *snapshot, actor, domain::Method::kGetCase, id);
  if (!family.ok()) return family.status();
  absl::StatusOr<store::DeliveriesOfCase> of_case = node.outbox.LoadOfCase(*snapshot, id);
  if (!of_case.ok()) return of_case.status();
  CaseView view{family->subject.record, EffectsInForce(node, family->subject.record, RecordsOf(*family)), {}};
  for (store::LoadedDelivery& delivery : of_case->deliveries) view.deliveries.push_back(std::move(delivery.item));
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kGetCase), "OK",
                                           {store::CaseStore::Pseudonym(family->subject)});
  if (!audited.ok()) return audited;
  return view;
}

absl::StatusOr<FoundCases> FindCases(const NodeContext& node, const Actor& actor,
                                     const std::vector<domain::Handle>& handles) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  std::map<domain::CaseId, FoundCase> found;
  std::set<domain::CaseId> unreadable;
  std::vector<std::string> pseudonyms;
  for (const domain::Handle& handle : handles) {
    absl::StatusOr<std::vector<domain::CaseId>> ids = node.cases.FindByHandle(*snapshot, handle);
    if (!ids.ok()) return ids.status();
    for (const domain::CaseId& id : *ids) {
      const absl::StatusOr<store::UnkeyedCase> loaded = node.cases.LoadUnkeyed(*snapshot, id);
      if (absl::IsNotFound(loaded.status())) continue;  // erased
      if (absl::IsDataLoss(loaded.status())) {
        unreadable.insert(id);
        continue;
      }
      if (!loaded.ok()) return loaded.status();
      if (!MayLearnOf(actor, loaded->record)) continue;
      const auto [entry, is_new] = found.try_emplace(id, FoundCase{loaded->record, domain::HandleMark::kPossible, {}});
      if (is_new) pseudonyms.push_back(loaded->pseudonym);
      AddMatch(loaded->record, handle, entry->second);
    }
  }
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kFindCases), "OK", pseudonyms);
  if (!audited.ok()) return audited;
  FoundCases result;
  result.unreadable = unreadable.size();
  for (auto& [id, match] : found) {
    if (!match.classes.empty()) result.cases.push_back(std::move(match));
  }
  std::stable_sort(result.cases.begin(), result.cases.end(),
                   [](const FoundCase& a, const FoundCase& b) { return a.mark < b.mark; });
  return result;
}

absl::StatusOr<CaseListPage> ListCases(const NodeContext& node, const Actor& actor, std::string_view page, size_t limit,
                                       bool asking_overdue_only) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::CasePage> loaded = node.cases.List(*snapshot, page, limit);
  if (!loaded.ok()) return PageTokenWrong(loaded.status());
  CaseListPage result;
  result.next_page = std::move(loaded->next_page);
  result.unreadable = loaded->damaged;
  std::vector<std::string> pseudonyms;
  for (store::UnkeyedCase& one : loaded->cases) {
    if (!MayLearnOf(actor, one.record) || (asking_overdue_only && !AskingOverdue(node, one.record))) continue;
    pseudonyms.push_back(std::move(one.pseudonym));
    result.cases.push_back(std::move(one.record));
  }
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kListCases), "OK", pseudonyms);
  if (!audited.ok()) return audited;
  return result;
}

absl::StatusOr<DeliveryListPage> ListDeliveries(const NodeContext& node, const Actor& actor, std::string_view page,
                                                size_t limit) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::DeliveryPage> loaded = node.outbox.List(*snapshot, page, limit);
  if (!loaded.ok()) return PageTokenWrong(loaded.status());
  DeliveryListPage result;
  result.next_page = std::move(loaded->next_page);
  result.unreadable = loaded->damaged;
  enum class Of { kThisCaller, kOthers, kNobodyKnows };
  std::map<domain::CaseId, Of> cases;
  std::vector<std::string> pseudonyms;
  for (store::LoadedDelivery& one : loaded->deliveries) {
    const auto [entry, is_new] = cases.try_emplace(one.item.case_id, Of::kOthers);
    if (is_new) {
      const absl::StatusOr<store::UnkeyedCase> of = node.cases.LoadUnkeyed(*snapshot, one.item.case_id);
      if (of.ok() && MayLearnOf(actor, of->record)) {
        entry->second = Of::kThisCaller;
        pseudonyms.push_back(of->pseudonym);
      } else if (absl::IsDataLoss(of.status())) {
        entry->second = Of::kNobodyKnows;
      } else if (!of.ok() && !absl::IsNotFound(of.status())) {
        return of.status();
      }
    }
    if (entry->second == Of::kThisCaller) result.deliveries.push_back(std::move(one.item));
    if (entry->second == Of::kNobodyKnows) ++result.unreadable;
  }
  absl::Status audited =
      node.audit.Record(actor, domain::MethodName(domain::Method::kListDeliveries), "OK", pseudonyms);
  if (!audited.ok()) return audited;
  return result;
}

absl::StatusOr<DeliveryListPage> ListDeliveriesOfCase(const NodeContext& node, const Actor& actor,
                                                      const domain::CaseId& id) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<CaseFamily> family = LoadFamilyOrSay(node, *snapshot, actor, domain::Method::kListDeliveries, id);
  if (!family.ok()) return family.status();
  absl::StatusOr<store::DeliveriesOfCase> loaded = node.outbox.LoadOfCase(*snapshot, id);
  if (!loaded.ok()) return loaded.status();
  DeliveryListPage result;
  result.unreadable = loaded->damaged.size();
  for (store::LoadedDelivery& one : loaded->deliveries) result.deliveries.push_back(std::move(one.item));
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kListDeliveries), "OK",
                                           {store::CaseStore::Pseudonym(family->subject)});
  if (!audited.ok()) return audited;
  return result;
}

}  // namespace vsx::service
