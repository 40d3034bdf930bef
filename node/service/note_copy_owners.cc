#include "node/service/note_copy_owners.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "node/domain/case_record.h"
#include "node/service/received_statement.h"
#include "store/access_notice_store.h"

namespace vsx::service {
namespace {

constexpr size_t kIdsAtOnce = 200;

// Whether anything had to be noted of this case.
absl::StatusOr<bool> NoteOwnersOfCase(const NodeContext& node, const store::Snapshot& snapshot,
                                      const domain::CaseId& id) {
  absl::StatusOr<store::LoadedCase> of = node.cases.Load(snapshot, id);
  if (absl::IsNotFound(of.status())) return false;  // erased
  if (!of.ok()) return of.status();
  absl::StatusOr<std::vector<domain::SignedCopy>> copies = node.cases.LoadCopies(snapshot, *of);
  if (!copies.ok()) return copies.status();
  store::WriteBatch batch;
  bool any = false;
  for (const domain::SignedCopy& copy : *copies) {
    const absl::StatusOr<statement::CopyContent> content = ContentOf(copy.envelope);
    if (!content.ok() || !content->access_notice_wanted) continue;
    if (!absl::IsNotFound(node.access_notices.FindOwner(snapshot, copy.id).status())) continue;
    node.access_notices.PutOwner(batch, *of, copy.id, copy.recipient);
    any = true;
  }
  if (!any) return false;
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  return true;
}

}  // namespace

absl::StatusOr<int> NoteCopyOwners(const NodeContext& node) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  int noted = 0;
  absl::Status failed;
  std::string place;
  do {
    absl::StatusOr<store::CaseIdPage> page = node.cases.ListIds(*snapshot, place, kIdsAtOnce);
    if (!page.ok()) return page.status();
    for (const domain::CaseId& id : page->ids) {
      const absl::StatusOr<bool> any = NoteOwnersOfCase(node, *snapshot, id);
      failed.Update(any.status());
      if (any.ok() && *any) ++noted;
    }
    place = std::move(page->next_page);
  } while (!place.empty());
  if (!failed.ok()) return failed;
  return noted;
}

}  // namespace vsx::service
