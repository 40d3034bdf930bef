#ifndef VSX_NODE_API_ADMIN_HANDLERS_H_
#define VSX_NODE_API_ADMIN_HANDLERS_H_

#include <string>

#include "node/api/handlers.h"
#include "node/domain/calendar.h"
#include "node/service/node_context.h"

namespace vsx::api {

// What main knows of the running process.
struct NodeIdentity {
  std::string name;
  std::string version;
  domain::UnixTime started_at;
};

// AdminService: how the node is, as counts and documents; nothing of a case.
class NodeAdminHandlers final : public AdminHandlers {
 public:
  // `node` outlives the handlers.
  NodeAdminHandlers(const service::NodeContext& node, NodeIdentity identity)
      : node_(node), identity_(std::move(identity)) {}

  absl::Status GetNodeStatus(const AgencyCaller& caller, const v1::GetNodeStatusRequest& request,
                             v1::GetNodeStatusResponse* response) override;
  absl::Status GetOutboxStatus(const AgencyCaller& caller, const v1::GetOutboxStatusRequest& request,
                               v1::GetOutboxStatusResponse* response) override;

 private:
  const service::NodeContext& node_;
  const NodeIdentity identity_;
};

}  // namespace vsx::api

#endif  // VSX_NODE_API_ADMIN_HANDLERS_H_
