#include "node/rpc/admin_service.h"

namespace vsx::rpc {

using Handlers = api::AdminHandlers;

grpc::Status AdminService::GetNodeStatus(grpc::ServerContext* context, const v1::GetNodeStatusRequest* request,
                                         v1::GetNodeStatusResponse* response) {
  return dispatch_("GetNodeStatus", &Handlers::GetNodeStatus, context, request, response);
}

grpc::Status AdminService::GetOutboxStatus(grpc::ServerContext* context, const v1::GetOutboxStatusRequest* request,
                                           v1::GetOutboxStatusResponse* response) {
  return dispatch_("GetOutboxStatus", &Handlers::GetOutboxStatus, context, request, response);
}

}  // namespace vsx::rpc
