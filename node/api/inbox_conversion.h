#ifndef VSX_NODE_API_INBOX_CONVERSION_H_
#define VSX_NODE_API_INBOX_CONVERSION_H_

#include "absl/status/statusor.h"
#include "node/service/read_inbox.h"
#include "vsx/v1/case.pb.h"

namespace vsx::api {

// A stored notice on the wire, without fields that this release does not know (protocol §2: preserved, never shown).
// DATA_LOSS if it cannot be read.
absl::StatusOr<v1::InboxItem> ToInboxItem(const service::InboxView& view);

}  // namespace vsx::api

#endif  // VSX_NODE_API_INBOX_CONVERSION_H_
