#include "node/rpc/case_service.h"

namespace vsx::rpc {

grpc::Status CaseService::RegisterCase(grpc::ServerContext* context, const v1::RegisterCaseRequest* request,
                                       v1::RegisterCaseResponse* response) {
  return dispatch_("RegisterCase", &api::CaseHandlers::RegisterCase, context, request, response);
}

grpc::Status CaseService::PreviewConsent(grpc::ServerContext* context, const v1::PreviewConsentRequest* request,
                                         v1::PreviewConsentResponse* response) {
  return dispatch_("PreviewConsent", &api::CaseHandlers::PreviewConsent, context, request, response);
}

grpc::Status CaseService::RecordConsent(grpc::ServerContext* context, const v1::RecordConsentRequest* request,
                                        v1::RecordConsentResponse* response) {
  return dispatch_("RecordConsent", &api::CaseHandlers::RecordConsent, context, request, response);
}

grpc::Status CaseService::AmendConsent(grpc::ServerContext* context, const v1::AmendConsentRequest* request,
                                       v1::AmendConsentResponse* response) {
  return dispatch_("AmendConsent", &api::CaseHandlers::AmendConsent, context, request, response);
}

grpc::Status CaseService::WithdrawConsent(grpc::ServerContext* context, const v1::WithdrawConsentRequest* request,
                                          v1::WithdrawConsentResponse* response) {
  return dispatch_("WithdrawConsent", &api::CaseHandlers::WithdrawConsent, context, request, response);
}

grpc::Status CaseService::GetCase(grpc::ServerContext* context, const v1::GetCaseRequest* request,
                                  v1::GetCaseResponse* response) {
  return dispatch_("GetCase", &api::CaseHandlers::GetCase, context, request, response);
}

grpc::Status CaseService::FindCases(grpc::ServerContext* context, const v1::FindCasesRequest* request,
                                    v1::FindCasesResponse* response) {
  return dispatch_("FindCases", &api::CaseHandlers::FindCases, context, request, response);
}

grpc::Status CaseService::ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                                    v1::ListCasesResponse* response) {
  return dispatch_("ListCases", &api::CaseHandlers::ListCases, context, request, response);
}

grpc::Status CaseService::UpgradeStatus(grpc::ServerContext* context, const v1::UpgradeStatusRequest* request,
                                        v1::UpgradeStatusResponse* response) {
  return dispatch_("UpgradeStatus", &api::CaseHandlers::UpgradeStatus, context, request, response);
}

grpc::Status CaseService::RevokeCase(grpc::ServerContext* context, const v1::RevokeCaseRequest* request,
                                     v1::RevokeCaseResponse* response) {
  return dispatch_("RevokeCase", &api::CaseHandlers::RevokeCase, context, request, response);
}

grpc::Status CaseService::IssueReferenceCode(grpc::ServerContext* context, const v1::IssueReferenceCodeRequest* request,
                                             v1::IssueReferenceCodeResponse* response) {
  return dispatch_("IssueReferenceCode", &api::CaseHandlers::IssueReferenceCode, context, request, response);
}

grpc::Status CaseService::ListDeliveries(grpc::ServerContext* context, const v1::ListDeliveriesRequest* request,
                                         v1::ListDeliveriesResponse* response) {
  return dispatch_("ListDeliveries", &api::CaseHandlers::ListDeliveries, context, request, response);
}

grpc::Status CaseService::ListInbox(grpc::ServerContext* context, const v1::ListInboxRequest* request,
                                    v1::ListInboxResponse* response) {
  return dispatch_("ListInbox", &api::CaseHandlers::ListInbox, context, request, response);
}

grpc::Status CaseService::ListAccessNotices(grpc::ServerContext* context, const v1::ListAccessNoticesRequest* request,
                                            v1::ListAccessNoticesResponse* response) {
  return dispatch_("ListAccessNotices", &api::CaseHandlers::ListAccessNotices, context, request, response);
}

}  // namespace vsx::rpc
