#include "node/service/read_cases.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
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

void AddMatch(const store::LoadedCase& loaded, const domain::Handle& handle, FoundCase& found) {
  for (const domain::MarkedHandle& theirs : loaded.record.facts.handles) {
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
  absl::StatusOr<std::vector<store::LoadedDelivery>> deliveries = node.outbox.LoadOfCase(*snapshot, id);
  if (!deliveries.ok()) return deliveries.status();
  CaseView view{family->subject.record, EffectsInForce(node, family->subject.record, family->linked), {}};
  for (store::LoadedDelivery& delivery : *deliveries) view.deliveries.push_back(std::move(delivery.item));
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kGetCase), "OK",
                                           {store::CaseStore::Pseudonym(family->subject)});
  if (!audited.ok()) return audited;
  return view;
}

absl::StatusOr<std::vector<FoundCase>> FindCases(const NodeContext& node, const Actor& actor,
                                                 const std::vector<domain::Handle>& handles) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  std::map<domain::CaseId, FoundCase> found;
  std::vector<std::string> pseudonyms;
  for (const domain::Handle& handle : handles) {
    absl::StatusOr<std::vector<domain::CaseId>> ids = node.cases.FindByHandle(*snapshot, handle);
    if (!ids.ok()) return ids.status();
    for (const domain::CaseId& id : *ids) {
      absl::StatusOr<store::LoadedCase> loaded = node.cases.Load(*snapshot, id);
      if (absl::IsNotFound(loaded.status())) continue;  // erased
      if (!loaded.ok()) return loaded.status();
      if (!MayLearnOf(actor, loaded->record)) continue;
      const auto [entry, is_new] = found.try_emplace(id, FoundCase{loaded->record, domain::HandleMark::kPossible, {}});
      if (is_new) pseudonyms.push_back(store::CaseStore::Pseudonym(*loaded));
      AddMatch(*loaded, handle, entry->second);
    }
  }
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kFindCases), "OK", pseudonyms);
  if (!audited.ok()) return audited;
  std::vector<FoundCase> cases;
  for (auto& [id, match] : found) {
    if (!match.classes.empty()) cases.push_back(std::move(match));
  }
  std::stable_sort(cases.begin(), cases.end(), [](const FoundCase& a, const FoundCase& b) { return a.mark < b.mark; });
  return cases;
}

absl::StatusOr<CaseListPage> ListCases(const NodeContext& node, const Actor& actor, std::string_view page, size_t limit,
                                       bool asking_overdue_only) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::CasePage> loaded = node.cases.List(*snapshot, page, limit);
  if (!loaded.ok()) return PageTokenWrong(loaded.status());
  CaseListPage result;
  result.next_page = std::move(loaded->next_page);
  std::vector<std::string> pseudonyms;
  for (store::LoadedCase& one : loaded->cases) {
    if (!MayLearnOf(actor, one.record) || (asking_overdue_only && !AskingOverdue(node, one.record))) continue;
    pseudonyms.push_back(store::CaseStore::Pseudonym(one));
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
  std::map<domain::CaseId, std::optional<store::LoadedCase>> cases;  // nothing: not for this caller
  for (store::LoadedDelivery& one : loaded->deliveries) {
    const auto [entry, is_new] = cases.try_emplace(one.item.case_id);
    if (is_new) {
      absl::StatusOr<store::LoadedCase> of = node.cases.Load(*snapshot, one.item.case_id);
      if (!of.ok() && !absl::IsNotFound(of.status())) return of.status();
      if (of.ok() && MayLearnOf(actor, of->record)) entry->second = *std::move(of);
    }
    if (entry->second.has_value()) result.deliveries.push_back(std::move(one.item));
  }
  std::vector<std::string> pseudonyms;
  for (const auto& [id, one] : cases) {
    if (one.has_value()) pseudonyms.push_back(store::CaseStore::Pseudonym(*one));
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
  absl::StatusOr<std::vector<store::LoadedDelivery>> loaded = node.outbox.LoadOfCase(*snapshot, id);
  if (!loaded.ok()) return loaded.status();
  DeliveryListPage result;
  for (store::LoadedDelivery& one : *loaded) result.deliveries.push_back(std::move(one.item));
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kListDeliveries), "OK",
                                           {store::CaseStore::Pseudonym(family->subject)});
  if (!audited.ok()) return audited;
  return result;
}

}  // namespace vsx::service
