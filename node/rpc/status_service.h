#ifndef VSX_NODE_RPC_STATUS_SERVICE_H_
#define VSX_NODE_RPC_STATUS_SERVICE_H_

#include "node/rpc/dispatch.h"
#include "vsx/v1/status.grpc.pb.h"

namespace vsx::rpc {

// v1.StatusService on the agency port: each call through the gate to its handler. What it is given must outlive it.
class StatusService final : public v1::StatusService::Service {
 public:
  StatusService(CallGate& gate, RateLimiter& limiter, api::StatusHandlers& handlers)
      : dispatch_(gate, limiter, handlers) {}

  grpc::Status CheckStatus(grpc::ServerContext* context, const v1::CheckStatusRequest* request,
                           v1::CheckStatusResponse* response) override;

 private:
  const Dispatcher<api::StatusHandlers> dispatch_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_STATUS_SERVICE_H_
