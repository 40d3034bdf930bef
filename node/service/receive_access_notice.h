#ifndef VSX_NODE_SERVICE_RECEIVE_ACCESS_NOTICE_H_
#define VSX_NODE_SERVICE_RECEIVE_ACCESS_NOTICE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/service/node_context.h"
#include "node/service/receive_delivery.h"

namespace vsx::service {

// The access notice's part of ReceiveDelivery: `content` is the opened v1.DeliveryContent. Stores with the case, before
// the receipt is given, that the sender's authority found her; once for each Party, kind, purpose and day. A copy that
// was replaced or withdrawn since is one of hers still. A notice that she no longer wants (StillWantsAccessNotices) is
// acknowledged and not kept, so that the sender learns nothing by it.
// Errors: those of VerifyAccessNotice; NOT_FOUND COPY_UNKNOWN, the same for a copy that is nobody's, another Party's,
// an erased case's, or that asked for no notices; ALREADY_EXISTS STATEMENT_CONFLICT; those of the store.
absl::StatusOr<std::string> ReceiveAccessNotice(const NodeContext& node, const IncomingDelivery& delivery,
                                                std::string_view content);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_RECEIVE_ACCESS_NOTICE_H_
