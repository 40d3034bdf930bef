#ifndef VSX_NODE_SERVICE_REQUEST_ID_H_
#define VSX_NODE_SERVICE_REQUEST_ID_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "node/domain/error.h"
#include "node/service/actor.h"
#include "node/service/node_context.h"

namespace vsx::service {

// The id of what a call makes: random or, where the client gave the call a `request_id`, the same for every call of
// that agency with it, so that a call whose end is unknown can be repeated. Without the node's key nobody can foresee
// it. `what`: the kind of thing made, so that a request id used for two of them gives two ids.
template <typename IdType>
IdType IdOfRequest(const NodeContext& node, const Actor& actor, std::string_view what, std::string_view request_id) {
  if (request_id.empty()) return *IdType::FromBytes(node.random.Bytes(IdType::kSize));
  const std::string hash = node.audit.OfficerHash(absl::StrCat(actor.uri, "|", std::string(what)), request_id);
  return *IdType::FromBytes(std::string_view(hash).substr(0, IdType::kSize));
}

// `made`: "case". The answer to a request id under which something else was made before.
inline absl::Status RequestIdReused(std::string_view made) {
  return domain::Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "request_id",
                       absl::StrCat("another ", std::string(made), " was made under this request id: use a new one"));
}

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_REQUEST_ID_H_
