#ifndef VSX_NODE_RPC_ADMIN_SERVICE_H_
#define VSX_NODE_RPC_ADMIN_SERVICE_H_

#include "node/rpc/dispatch.h"
#include "vsx/v1/admin.grpc.pb.h"

namespace vsx::rpc {

// v1.AdminService on the agency port: each call through the gate to its handler. What it is given must outlive it.
class AdminService final : public v1::AdminService::Service {
 public:
  AdminService(CallGate& gate, RateLimiter& limiter, api::AdminHandlers& handlers)
      : dispatch_(gate, limiter, handlers) {}

  grpc::Status GetNodeStatus(grpc::ServerContext* context, const v1::GetNodeStatusRequest* request,
                             v1::GetNodeStatusResponse* response) override;
  grpc::Status GetOutboxStatus(grpc::ServerContext* context, const v1::GetOutboxStatusRequest* request,
                               v1::GetOutboxStatusResponse* response) override;

 private:
  const Dispatcher<api::AdminHandlers> dispatch_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_ADMIN_SERVICE_H_
