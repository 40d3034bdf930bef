#ifndef VSX_NODE_RPC_EXCHANGE_SERVICE_H_
#define VSX_NODE_RPC_EXCHANGE_SERVICE_H_

#include "node/rpc/dispatch.h"
#include "vsx/v1/exchange.grpc.pb.h"

namespace vsx::rpc {

// v1.ExchangeService on the peer port: each call through the gate to its handler. What it is given must outlive it.
class ExchangeService final : public v1::ExchangeService::Service {
 public:
  ExchangeService(CallGate& gate, RateLimiter& limiter, api::ExchangeHandlers& handlers)
      : dispatch_(gate, limiter, handlers) {}

  grpc::Status Deliver(grpc::ServerContext* context, const v1::DeliverRequest* request,
                       v1::DeliverResponse* response) override;

 private:
  const Dispatcher<api::ExchangeHandlers> dispatch_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_EXCHANGE_SERVICE_H_
