#ifndef VSX_NODE_SERVICE_READ_CASES_H_
#define VSX_NODE_SERVICE_READ_CASES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/case_record.h"
#include "node/domain/consent_preview.h"
#include "node/domain/handle.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"

// Reading own cases. Each read stands in the audit log, synced, before its answer is given.
namespace vsx::service {

struct CaseView {
  domain::CaseRecord record;
  std::vector<domain::ConsentPreviewLine> effects;
  std::vector<domain::OutboxItem> deliveries;  // those that can be read, in order
};

struct FoundCase {
  domain::CaseRecord record;
  domain::HandleMark mark = domain::HandleMark::kPossible;
  std::vector<domain::HandleClass> classes;
};

struct FoundCases {
  std::vector<FoundCase> cases;  // EXACT matches first
  size_t unreadable = 0;         // cases of these handles that cannot be read
};

struct CaseListPage {
  std::vector<domain::CaseRecord> cases;  // newest first
  std::string next_page;
  size_t unreadable = 0;  // rows of the page that cannot be read
};

struct DeliveryListPage {
  std::vector<domain::OutboxItem> deliveries;
  std::string next_page;
  size_t unreadable = 0;  // rows of the page that cannot be read
};

// Whether she should have been asked by now (local bound, 72 h by default).
bool AskingOverdue(const NodeContext& node, const domain::CaseRecord& record);

// NOT_FOUND CASE_UNKNOWN.
absl::StatusOr<CaseView> GetCase(const NodeContext& node, const Actor& actor, const domain::CaseId& id);

// Own cases that have one of these handles. A biographic match counts as POSSIBLE (system.md).
absl::StatusOr<FoundCases> FindCases(const NodeContext& node, const Actor& actor,
                                     const std::vector<domain::Handle>& handles);

// `page` is opaque, from the page before. INVALID_ARGUMENT PAGE_TOKEN_WRONG.
absl::StatusOr<CaseListPage> ListCases(const NodeContext& node, const Actor& actor, std::string_view page, size_t limit,
                                       bool asking_overdue_only);
absl::StatusOr<DeliveryListPage> ListDeliveries(const NodeContext& node, const Actor& actor, std::string_view page,
                                                size_t limit);
// All of one case. NOT_FOUND CASE_UNKNOWN.
absl::StatusOr<DeliveryListPage> ListDeliveriesOfCase(const NodeContext& node, const Actor& actor,
                                                      const domain::CaseId& id);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_READ_CASES_H_
