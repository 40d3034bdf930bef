#include "node/service/read_audit.h"

#include <cstddef>
#include <memory>
#include <utility>

#include "store/audit_log.h"

namespace vsx::service {
namespace {

constexpr size_t kMostPageBytes = size_t{512} << 10;
constexpr size_t kBytesBesideTheBody = 128;  // number, both hashes and their framing, generously

void Shorten(std::vector<store::AuditEntry>& entries) {
  size_t bytes = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    bytes += entries[i].body.size() + kBytesBesideTheBody;
    if (i == 0 || bytes <= kMostPageBytes) continue;
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i), entries.end());
    return;
  }
}

}  // namespace

absl::StatusOr<AuditPage> ReadAuditPage(const NodeContext& node, const Actor& actor, uint64_t after_number,
                                        size_t limit) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::AuditHead> head = store::ReadAuditHead(*snapshot);
  if (!head.ok()) return head.status();
  absl::StatusOr<std::vector<store::AuditEntry>> entries = store::ReadAudit(*snapshot, after_number, limit);
  if (!entries.ok()) return entries.status();
  Shorten(*entries);
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
