#ifndef VSX_NODE_SERVICE_OUTWARD_STREAMS_H_
#define VSX_NODE_SERVICE_OUTWARD_STREAMS_H_

#include <memory>
#include <string_view>

#include "crypto/random_source.h"
#include "node/domain/consent_record.h"
#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/service/node_context.h"

// Out of which stream is drawn what another Party can see of a case (crypto/random_streams.h): one for each copy, each
// delivery and each attempt, named by this node's Party, the recipient, the purpose or type, and what it is about. So
// no draw for one Party or case depends on another case, and two runs that differ in a case which a Party may not know
// show it the same bytes at the same moments. Indexes do likewise (index_layout.h).
namespace vsx::service {

using OutwardStream = std::unique_ptr<crypto::RandomSource>;

// A copy that is signed: its id, the salts of its commitments, their order.
OutwardStream OpenCopyStream(const NodeContext& node, const domain::CaseId& id, const domain::PartyCode& recipient,
                             domain::Purpose purpose);

// A delivery that is queued: its id, and that of the statement in it.
OutwardStream OpenDeliveryStream(const NodeContext& node, const domain::CaseId& id, const domain::PartyCode& recipient,
                                 domain::DeliveryType type);

// One attempt to send: the sealing, and how long the next attempt waits.
OutwardStream OpenAttemptStream(const NodeContext& node, const domain::PartyCode& recipient, domain::DeliveryType type,
                                const domain::StatementId& delivery_id);

// An access notice that is queued: its ids, its sealing, and when it is due. `mark`: PendingAccessNotice.
OutwardStream OpenAccessNoticeStream(const NodeContext& node, const domain::PartyCode& recipient,
                                     std::string_view mark);

// A reference code: the tags of PRESENTED indexes hang on it.
OutwardStream OpenReferenceCodeStream(const NodeContext& node, const domain::CaseId& id);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_OUTWARD_STREAMS_H_
