#ifndef VSX_NODE_SERVICE_READ_INBOX_H_
#define VSX_NODE_SERVICE_READ_INBOX_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"

namespace vsx::service {

struct InboxView {
  domain::InboxItem item;
  std::string notice_payload;  // the signed v1.AttestationCopy, verified when it came
};

struct InboxListPage {
  std::vector<InboxView> items;
  std::string next_page;
  size_t unreadable = 0;  // rows of the page that cannot be read
};

// Notices received from other Parties, for the own counter-trafficking body. In the audit log, synced, before it is
// given. Errors: INVALID_ARGUMENT PAGE_TOKEN_WRONG; those of the store.
absl::StatusOr<InboxListPage> ListInbox(const NodeContext& node, const Actor& actor, std::string_view page,
                                        size_t limit);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_READ_INBOX_H_
