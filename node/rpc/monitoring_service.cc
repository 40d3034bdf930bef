#include "node/rpc/monitoring_service.h"

namespace vsx::rpc {

grpc::Status MonitoringService::ReadAudit(grpc::ServerContext* context, const v1::ReadAuditRequest* request,
                                          v1::ReadAuditResponse* response) {
  return dispatch_("ReadAudit", &api::MonitoringHandlers::ReadAudit, context, request, response);
}

}  // namespace vsx::rpc
