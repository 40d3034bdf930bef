#include "node/service/read_access_notices.h"

#include <memory>
#include <utility>

#include "node/domain/access_policy.h"
#include "node/service/case_access.h"
#include "store/access_notice_store.h"

namespace vsx::service {

absl::StatusOr<domain::AccessNotices> ListAccessNotices(const NodeContext& node, const Actor& actor,
                                                        const domain::CaseId& id) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<CaseFamily> family = LoadFamilyOrSay(node, *snapshot, actor, domain::Method::kListAccessNotices, id);
  if (!family.ok()) return family.status();
  absl::StatusOr<store::LoadedAccessNotices> loaded = node.access_notices.Load(*snapshot, family->subject);
  if (!loaded.ok()) return loaded.status();
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kListAccessNotices), "OK",
                                           {store::CaseStore::Pseudonym(family->subject)});
  if (!audited.ok()) return audited;
  return std::move(loaded->notices);
}

}  // namespace vsx::service
