#ifndef VSX_NODE_API_STATUS_HANDLERS_H_
#define VSX_NODE_API_STATUS_HANDLERS_H_

#include "node/api/handlers.h"
#include "node/service/node_context.h"

namespace vsx::api {

// StatusService over service/check_status and service/await_status.
class NodeStatusHandlers final : public StatusHandlers {
 public:
  // `node` outlives the handlers.
  explicit NodeStatusHandlers(const service::NodeContext& node) : node_(node) {}

  absl::Status CheckStatus(const AgencyCaller& caller, const v1::CheckStatusRequest& request,
                           v1::CheckStatusResponse* response) override;
  absl::Status AwaitStatus(const AgencyCaller& caller, const v1::AwaitStatusRequest& request,
                           StatusStream& stream) override;

 private:
  const service::NodeContext& node_;
};

}  // namespace vsx::api

#endif  // VSX_NODE_API_STATUS_HANDLERS_H_
