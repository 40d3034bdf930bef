#include "node/api/monitoring_handlers.h"

#include "node/api/access_check.h"
#include "node/api/case_conversion.h"
#include "node/service/read_audit.h"

namespace vsx::api {
namespace {

constexpr uint32_t kUsualAuditPage = 200;
constexpr uint32_t kLargestAuditPage = 500;

}  // namespace

absl::Status NodeMonitoringHandlers::ReadAudit(const AgencyCaller& caller, const v1::ReadAuditRequest& request,
                                               v1::ReadAuditResponse* response) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), domain::Method::kReadAudit, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<size_t> size = ToPageSize(request.page_size(), kUsualAuditPage, kLargestAuditPage);
  if (!size.ok()) return size.status();
  absl::StatusOr<service::AuditPage> page = service::ReadAuditPage(node_, *actor, request.after_number(), *size);
  if (!page.ok()) return page.status();
  response->set_chain_id(page->head.chain_id);
  response->set_head_number(page->head.number);
  response->set_head_hash(page->head.hash);
  for (const store::AuditEntry& entry : page->entries) {
    v1::AuditRecord* record = response->add_records();
    record->set_number(entry.number);
    record->set_previous_hash(entry.previous_hash);
    record->set_body(entry.body);
    record->set_hash(entry.hash);
  }
  return absl::OkStatus();
}

}  // namespace vsx::api
