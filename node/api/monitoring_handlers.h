#ifndef VSX_NODE_API_MONITORING_HANDLERS_H_
#define VSX_NODE_API_MONITORING_HANDLERS_H_

#include "node/api/handlers.h"
#include "node/service/node_context.h"

namespace vsx::api {

// MonitoringService over the store's audit chain. Reading it stands in it too.
class NodeMonitoringHandlers final : public MonitoringHandlers {
 public:
  // `node` outlives the handlers.
  explicit NodeMonitoringHandlers(const service::NodeContext& node) : node_(node) {}

  absl::Status ReadAudit(const AgencyCaller& caller, const v1::ReadAuditRequest& request,
                         v1::ReadAuditResponse* response) override;

 private:
  const service::NodeContext& node_;
};

}  // namespace vsx::api

#endif  // VSX_NODE_API_MONITORING_HANDLERS_H_
