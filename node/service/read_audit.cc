#include "node/service/read_audit.h"

#include <memory>
#include <utility>

#include "store/audit_log.h"

namespace vsx::service {

absl::StatusOr<AuditPage> ReadAuditPage(const NodeContext& node, const Actor& actor, uint64_t after_number,
                                        size_t limit) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::AuditHead> head = store::ReadAuditHead(*snapshot);
  if (!head.ok()) return head.status();
  absl::StatusOr<std::vector<store::AuditEntry>> entries = store::ReadAudit(*snapshot, after_number, limit);
  if (!entries.ok()) return entries.status();
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kReadAudit), "OK", {});
  if (!audited.ok()) return audited;
  return AuditPage{*std::move(head), *std::move(entries)};
}

absl::StatusOr<uint64_t> AuditHeadNumber(const NodeContext& node) {
  absl::StatusOr<store::AuditHead> head = store::ReadAuditHead(*node.engine.TakeSnapshot());
  if (!head.ok()) return head.status();
  return head->number;
}

}  // namespace vsx::service
