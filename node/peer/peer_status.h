#ifndef VSX_NODE_PEER_PEER_STATUS_H_
#define VSX_NODE_PEER_PEER_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace vsx::peer {

// What a failed call to a peer means for the caller, with reason and field path (node/domain/error.h). A refusal of the
// request is one that the peer's node itself made, with its v1.ErrorDetail: it keeps its code. All else (the network, a
// full or failing peer, a certificate refused today) may pass, and becomes UNAVAILABLE, but DEADLINE_EXCEEDED stays,
// and so does RESOURCE_EXHAUSTED of an exhausted budget that says when there is capacity again. What a peer says of its
// epoch or its next capacity is its claim, taken over as it is (domain::ErrorEpoch, domain::ErrorNextCapacity). The
// peer's text is not taken over, and its reason and field only if they have the form of one: it may be hostile.
absl::Status FromPeerStatus(const grpc::Status& status);

}  // namespace vsx::peer

#endif  // VSX_NODE_PEER_PEER_STATUS_H_
