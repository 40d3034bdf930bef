#ifndef VSX_NODE_RPC_MONITORING_SERVICE_H_
#define VSX_NODE_RPC_MONITORING_SERVICE_H_

#include "node/rpc/dispatch.h"
#include "vsx/v1/monitoring.grpc.pb.h"

namespace vsx::rpc {

// v1.MonitoringService on the agency port: each call through the gate to its handler. What it is given must outlive it.
class MonitoringService final : public v1::MonitoringService::Service {
 public:
  MonitoringService(CallGate& gate, RateLimiter& limiter, api::MonitoringHandlers& handlers)
      : dispatch_(gate, limiter, handlers) {}

  grpc::Status ReadAudit(grpc::ServerContext* context, const v1::ReadAuditRequest* request,
                         v1::ReadAuditResponse* response) override;

 private:
  const Dispatcher<api::MonitoringHandlers> dispatch_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_MONITORING_SERVICE_H_
