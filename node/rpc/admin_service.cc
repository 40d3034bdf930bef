#include "node/rpc/admin_service.h"

namespace vsx::rpc {

grpc::Status AdminService::GetNodeStatus(grpc::ServerContext* context, const v1::GetNodeStatusRequest* request,
                                         v1::GetNodeStatusResponse* response) {
  return dispatch_("GetNodeStatus", &api::AdminHandlers::GetNodeStatus, context, request, response);
}

grpc::Status AdminService::GetOutboxStatus(grpc::ServerContext* context, const v1::GetOutboxStatusRequest* request,
                                           v1::GetOutboxStatusResponse* response) {
  return dispatch_("GetOutboxStatus", &api::AdminHandlers::GetOutboxStatus, context, request, response);
}

}  // namespace vsx::rpc
