#ifndef VSX_NODE_STATEMENT_WIRE_H_
#define VSX_NODE_STATEMENT_WIRE_H_

#include <google/protobuf/message_lite.h>

#include <string>
#include <string_view>

// Protobuf bytes ↔ messages; for this folder's .cc files only.

namespace vsx::statement {

// Deterministic for messages without map fields, and the messages of vsx.v1 have none.
std::string Serialise(const google::protobuf::MessageLite& message);

// False unless `bytes` are a serialised message of that type; unknown fields are kept in the message, unread.
[[nodiscard]] bool Parse(std::string_view bytes, google::protobuf::MessageLite& message);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_WIRE_H_
