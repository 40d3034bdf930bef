#ifndef VSX_NODE_API_CASE_HANDLERS_H_
#define VSX_NODE_API_CASE_HANDLERS_H_

#include <functional>

#include "node/api/handlers.h"
#include "node/service/node_context.h"

namespace vsx::api {

// CaseService over the use cases of service/. Each method: who calls and may they, is the request sound, the use case,
// the answer.
class NodeCaseHandlers final : public CaseHandlers {
 public:
  // `node` outlives the handlers.
  explicit NodeCaseHandlers(const service::NodeContext& node) : node_(node) {}

  absl::Status RegisterCase(const AgencyCaller& caller, const v1::RegisterCaseRequest& request,
                            v1::RegisterCaseResponse* response) override;
  absl::Status PreviewConsent(const AgencyCaller& caller, const v1::PreviewConsentRequest& request,
                              v1::PreviewConsentResponse* response) override;
  absl::Status RecordConsent(const AgencyCaller& caller, const v1::RecordConsentRequest& request,
                             v1::RecordConsentResponse* response) override;
  absl::Status AmendConsent(const AgencyCaller& caller, const v1::AmendConsentRequest& request,
                            v1::AmendConsentResponse* response) override;
  absl::Status WithdrawConsent(const AgencyCaller& caller, const v1::WithdrawConsentRequest& request,
                               v1::WithdrawConsentResponse* response) override;
  absl::Status GetCase(const AgencyCaller& caller, const v1::GetCaseRequest& request,
                       v1::GetCaseResponse* response) override;
  absl::Status FindCases(const AgencyCaller& caller, const v1::FindCasesRequest& request,
                         v1::FindCasesResponse* response) override;
  absl::Status ListCases(const AgencyCaller& caller, const v1::ListCasesRequest& request,
                         v1::ListCasesResponse* response) override;
  absl::Status UpgradeStatus(const AgencyCaller& caller, const v1::UpgradeStatusRequest& request,
                             v1::UpgradeStatusResponse* response) override;
  absl::Status RevokeCase(const AgencyCaller& caller, const v1::RevokeCaseRequest& request,
                          v1::RevokeCaseResponse* response) override;
  absl::Status IssueReferenceCode(const AgencyCaller& caller, const v1::IssueReferenceCodeRequest& request,
                                  v1::IssueReferenceCodeResponse* response) override;
  absl::Status ListDeliveries(const AgencyCaller& caller, const v1::ListDeliveriesRequest& request,
                              v1::ListDeliveriesResponse* response) override;
  absl::Status ListInbox(const AgencyCaller& caller, const v1::ListInboxRequest& request,
                         v1::ListInboxResponse* response) override;
  absl::Status ListAccessNotices(const AgencyCaller& caller, const v1::ListAccessNoticesRequest& request,
                                 v1::ListAccessNoticesResponse* response) override;

 private:
  domain::CivilDate Today() const { return domain::CivilDate::FromTime(node_.clock.Now()); }

  const service::NodeContext& node_;
};

}  // namespace vsx::api

#endif  // VSX_NODE_API_CASE_HANDLERS_H_
