#include "node/service/reconsider_case.h"

#include <memory>
#include <set>
#include <string>
#include <utility>

#include "node/service/case_access.h"
#include "node/service/retry.h"

namespace vsx::service {
namespace {

constexpr size_t kPageCases = 200;

bool CameOfAge(const domain::CaseRecord& record, const domain::CivilDate& today) {
  return record.consent.has_value() && record.consent->state != domain::ConsentState::kNotAsked &&
         record.consent->age_at_recording != domain::AgeAtRecording::kAdult && IsAdultOn(record.facts, today);
}

}  // namespace

absl::StatusOr<CopyChanges> ReconsiderCase(const NodeContext& node, const domain::CaseId& id) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<CaseFamily> family = LoadFamily(node, *snapshot, id);
  if (!family.ok()) return family.status();
  domain::CaseRecord after = family->subject.record;
  store::WriteBatch batch;
  batch.UseReservedSpace();  // a recall must not fail for want of space
  absl::StatusOr<CopyChanges> changes =
      ReconcileCopies(node, *snapshot, family->subject, after, RecordsOf(*family), batch);
  if (!changes.ok() || !changes->any) return changes;
  // One entry for each Party concerned; the own Party stands for copies that nobody was sent.
  std::set<domain::PartyCode> concerned(changes->queued_for.begin(), changes->queued_for.end());
  concerned.insert(changes->stopped_before_sending.begin(), changes->stopped_before_sending.end());
  if (concerned.empty()) concerned.insert(node.own_party());
  for (const domain::PartyCode& party : concerned) {
    node.audit.AppendExchange(batch, "", party, "Reconsider", "CHANGED",
                              {store::CaseStore::Pseudonym(family->subject)});
  }
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  WakeAll(node, changes->queued_for);
  return changes;
}

absl::StatusOr<int> ReconsiderComeOfAge(const NodeContext& node) {
  const domain::CivilDate today = domain::CivilDate::FromTime(node.clock.Now());
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  int changed = 0;
  size_t damaged = 0;
  absl::Status failed;
  std::string page;
  do {
    absl::StatusOr<store::CasePage> cases = node.cases.List(*snapshot, page, kPageCases);
    if (!cases.ok()) return cases.status();
    damaged += cases->damaged;
    for (const store::UnkeyedCase& one : cases->cases) {
      if (!CameOfAge(one.record, today)) continue;
      absl::StatusOr<CopyChanges> changes = RetryAborted([&] { return ReconsiderCase(node, one.record.id); });
      failed.Update(changes.status());
      if (changes.ok() && changes->any) ++changed;
    }
    page = std::move(cases->next_page);
  } while (!page.empty());
  if (damaged > 0) failed.Update(absl::DataLossError("cases cannot be read"));
  if (!failed.ok()) return failed;
  return changed;
}

}  // namespace vsx::service
