#include "node/rpc/exchange_service.h"

namespace vsx::rpc {

grpc::Status ExchangeService::Deliver(grpc::ServerContext* context, const v1::DeliverRequest* request,
                                      v1::DeliverResponse* response) {
  return dispatch_("Deliver", &api::ExchangeHandlers::Deliver, context, request, response);
}

}  // namespace vsx::rpc
