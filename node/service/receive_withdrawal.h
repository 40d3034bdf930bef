#ifndef VSX_NODE_SERVICE_RECEIVE_WITHDRAWAL_H_
#define VSX_NODE_SERVICE_RECEIVE_WITHDRAWAL_H_

#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/party_code.h"
#include "node/service/node_context.h"
#include "node/service/receive_delivery.h"
#include "store/case_key_vault.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::service {

// The withdrawal's part of ReceiveDelivery: `content` is the opened v1.DeliveryContent. Returns the erasure receipt's
// envelope, made only after no live copy of the data keys remains. In three steps that each survive a crash: (1) one
// batch takes the copies out and leaves tombstones and the list of keys; (2) the keys are destroyed; (3) the receipt is
// stored. A repeated call, or FinishErasures, goes on where it stopped.
// A copy that is out of use already, but whose data key may still exist, is erased like one that is here.
absl::StatusOr<std::string> ReceiveWithdrawal(const NodeContext& node, const IncomingDelivery& delivery,
                                              std::string_view content);

// The data keys that may still exist of what is out of use, as the marks of these copies have them
// (store::ReceivedMark::keys_to_destroy). `copies` are ids of 16 bytes.
absl::StatusOr<std::set<store::CaseKeyId>> PendingKeys(const NodeContext& node, const store::Snapshot& snapshot,
                                                       const domain::PartyCode& issuer,
                                                       const std::set<std::string>& copies);

// Adds to `batch` that these keys, which were destroyed, are pending no more in the marks of these copies.
absl::Status ForgetDestroyed(const NodeContext& node, const store::Snapshot& snapshot, const domain::PartyCode& issuer,
                             const std::set<std::string>& copies, const std::set<store::CaseKeyId>& destroyed,
                             store::WriteBatch& batch);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_RECEIVE_WITHDRAWAL_H_
