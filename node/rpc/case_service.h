#ifndef VSX_NODE_RPC_CASE_SERVICE_H_
#define VSX_NODE_RPC_CASE_SERVICE_H_

#include "node/rpc/dispatch.h"
#include "vsx/v1/case.grpc.pb.h"

namespace vsx::rpc {

// v1.CaseService on the agency port: each call through the gate to its handler. What it is given must outlive it.
class CaseService final : public v1::CaseService::Service {
 public:
  CaseService(CallGate& gate, RateLimiter& limiter, api::CaseHandlers& handlers) : dispatch_(gate, limiter, handlers) {}

  grpc::Status RegisterCase(grpc::ServerContext* context, const v1::RegisterCaseRequest* request,
                            v1::RegisterCaseResponse* response) override;
  grpc::Status PreviewConsent(grpc::ServerContext* context, const v1::PreviewConsentRequest* request,
                              v1::PreviewConsentResponse* response) override;
  grpc::Status RecordConsent(grpc::ServerContext* context, const v1::RecordConsentRequest* request,
                             v1::RecordConsentResponse* response) override;
  grpc::Status AmendConsent(grpc::ServerContext* context, const v1::AmendConsentRequest* request,
                            v1::AmendConsentResponse* response) override;
  grpc::Status WithdrawConsent(grpc::ServerContext* context, const v1::WithdrawConsentRequest* request,
                               v1::WithdrawConsentResponse* response) override;
  grpc::Status GetCase(grpc::ServerContext* context, const v1::GetCaseRequest* request,
                       v1::GetCaseResponse* response) override;
  grpc::Status FindCases(grpc::ServerContext* context, const v1::FindCasesRequest* request,
                         v1::FindCasesResponse* response) override;
  grpc::Status ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                         v1::ListCasesResponse* response) override;
  grpc::Status UpgradeStatus(grpc::ServerContext* context, const v1::UpgradeStatusRequest* request,
                             v1::UpgradeStatusResponse* response) override;
  grpc::Status RevokeCase(grpc::ServerContext* context, const v1::RevokeCaseRequest* request,
                          v1::RevokeCaseResponse* response) override;
  grpc::Status IssueReferenceCode(grpc::ServerContext* context, const v1::IssueReferenceCodeRequest* request,
                                  v1::IssueReferenceCodeResponse* response) override;
  grpc::Status ListDeliveries(grpc::ServerContext* context, const v1::ListDeliveriesRequest* request,
                              v1::ListDeliveriesResponse* response) override;
  grpc::Status ListInbox(grpc::ServerContext* context, const v1::ListInboxRequest* request,
                         v1::ListInboxResponse* response) override;
  grpc::Status ListAccessNotices(grpc::ServerContext* context, const v1::ListAccessNoticesRequest* request,
                                 v1::ListAccessNoticesResponse* response) override;

 private:
  const Dispatcher<api::CaseHandlers> dispatch_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_CASE_SERVICE_H_
