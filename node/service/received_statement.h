#ifndef VSX_NODE_SERVICE_RECEIVED_STATEMENT_H_
#define VSX_NODE_SERVICE_RECEIVED_STATEMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "node/service/node_context.h"
#include "node/service/receive_delivery.h"
#include "node/statement/copy_content.h"
#include "node/statement/statement_type.h"
#include "store/snapshot.h"

namespace vsx::service {

// What is known here already of a statement with these ids and this content hash (32 bytes): the receipt of its first
// arrival, or nothing. Errors: FAILED_PRECONDITION WITHDRAWN where an id was erased; ALREADY_EXISTS STATEMENT_CONFLICT
// where an id came before with other content, of which a note is kept as evidence, one per id.
absl::StatusOr<std::optional<std::string>> FindEarlier(const NodeContext& node, const store::Snapshot& snapshot,
                                                       const IncomingDelivery& delivery,
                                                       const std::vector<std::string>& ids, const std::string& hash);

// The refusal of a statement whose id came before with other content, once both hashes stand in the store as evidence
// against the issuer and the audit log says so; a replay of what is kept already adds to neither. Errors of the store
// instead, where they could not be kept: ABORTED, for the caller's RetryAborted, when another conflict was faster.
absl::Status RefuseConflict(const NodeContext& node, const store::Snapshot& snapshot, const IncomingDelivery& delivery,
                            const std::string& id, const std::string& first_hash, const std::string& second_hash);

// The receipt for what was delivered, as of now. Errors: those of the signer.
absl::StatusOr<std::string> SignReceiptFor(const NodeContext& node, const IncomingDelivery& delivery,
                                           statement::StatementType type, const domain::StatementId& id,
                                           const std::string& payload_sha256, const std::string& protective_sha256);

// What a stored copy says: verified when it came, and sealed since. DATA_LOSS if it cannot be read.
absl::StatusOr<statement::CopyContent> ContentOf(const std::string& envelope);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_RECEIVED_STATEMENT_H_
