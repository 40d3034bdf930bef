#include "node/rpc/status_service.h"

namespace vsx::rpc {

grpc::Status StatusService::CheckStatus(grpc::ServerContext* context, const v1::CheckStatusRequest* request,
                                        v1::CheckStatusResponse* response) {
  return dispatch_("CheckStatus", &api::StatusHandlers::CheckStatus, context, request, response);
}

}  // namespace vsx::rpc
