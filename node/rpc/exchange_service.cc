#include "node/rpc/exchange_service.h"

namespace vsx::rpc {

using Handlers = api::ExchangeHandlers;

grpc::Status ExchangeService::Deliver(grpc::ServerContext* context, const v1::DeliverRequest* request,
                                      v1::DeliverResponse* response) {
  return dispatch_("Deliver", &Handlers::Deliver, context, request, response);
}

}  // namespace vsx::rpc
