#ifndef VSX_NODE_SERVICE_RECEIVE_WITHDRAWAL_H_
#define VSX_NODE_SERVICE_RECEIVE_WITHDRAWAL_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/service/node_context.h"
#include "node/service/receive_delivery.h"

namespace vsx::service {

// The withdrawal's part of ReceiveDelivery: `content` is the opened v1.DeliveryContent. Returns the erasure receipt's
// envelope, made only after no live copy of the data keys remains. In three steps that each survive a crash: (1) one
// batch takes the copies out and leaves tombstones and the list of keys; (2) the keys are destroyed; (3) the receipt is
// stored. A repeated call, or FinishErasures, goes on where it stopped.
absl::StatusOr<std::string> ReceiveWithdrawal(const NodeContext& node, const IncomingDelivery& delivery,
                                              std::string_view content);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_RECEIVE_WITHDRAWAL_H_
