#ifndef VSX_NODE_SERVICE_DISPATCH_ACCESS_NOTICES_H_
#define VSX_NODE_SERVICE_DISPATCH_ACCESS_NOTICES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "node/domain/party_code.h"
#include "node/service/dispatch_outbox.h"
#include "node/service/node_context.h"
#include "node/service/party_link.h"

namespace vsx::service {

// Sends the access notices to one Party that are due, at least once, in no order that says anything; at most 100 in a
// pass. A notice ends with a receipt that verifies and is about exactly it, or with a refusal that is final; a failed
// attempt waits as a delivery does (dispatch_outbox.h). What ended stays, without content, until the day of the look is
// over for certain, and is then removed. To a Party that is not in force nothing goes; it waits. Errors: those of the
// store.
absl::StatusOr<DispatchPass> DispatchAccessNotices(
    const NodeContext& node, PartyLink& link, const domain::PartyCode& recipient,
    absl::FunctionRef<bool()> stop = [] { return false; });

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_DISPATCH_ACCESS_NOTICES_H_
