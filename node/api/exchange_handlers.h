#ifndef VSX_NODE_API_EXCHANGE_HANDLERS_H_
#define VSX_NODE_API_EXCHANGE_HANDLERS_H_

#include "node/api/handlers.h"
#include "node/service/node_context.h"

namespace vsx::api {

// ExchangeService over service/receive_delivery.
class NodeExchangeHandlers final : public ExchangeHandlers {
 public:
  // `node` outlives the handlers.
  explicit NodeExchangeHandlers(const service::NodeContext& node) : node_(node) {}

  absl::Status Deliver(const PeerCaller& caller, const v1::DeliverRequest& request,
                       v1::DeliverResponse* response) override;

 private:
  const service::NodeContext& node_;
};

}  // namespace vsx::api

#endif  // VSX_NODE_API_EXCHANGE_HANDLERS_H_
