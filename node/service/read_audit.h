#ifndef VSX_NODE_SERVICE_READ_AUDIT_H_
#define VSX_NODE_SERVICE_READ_AUDIT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"
#include "store/audit_entry.h"

namespace vsx::service {

struct AuditPage {
  store::AuditHead head;  // as of this page
  std::vector<store::AuditEntry> entries;
};

// Entries after `after_number`, at most `limit` and 512 KiB of them, but one if there is one: a page fits any message.
// The reading itself is entered after the page was taken.
absl::StatusOr<AuditPage> ReadAuditPage(const NodeContext& node, const Actor& actor, uint64_t after_number,
                                        size_t limit);

// Number of the newest entry.
absl::StatusOr<uint64_t> AuditHeadNumber(const NodeContext& node);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_READ_AUDIT_H_
