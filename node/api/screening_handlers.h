#ifndef VSX_NODE_API_SCREENING_HANDLERS_H_
#define VSX_NODE_API_SCREENING_HANDLERS_H_

#include "node/api/handlers.h"
#include "node/service/screening_parts.h"

namespace vsx::api {

// ScreeningService over service/declare_screening, screening_run and list_screening_hits.
class NodeScreeningHandlers final : public ScreeningHandlers {
 public:
  // What `parts` names outlives the handlers.
  explicit NodeScreeningHandlers(const service::ScreeningParts& parts) : parts_(parts) {}

  absl::Status DeclareScreening(const AgencyCaller& caller, const v1::DeclareScreeningRequest& request,
                                v1::DeclareScreeningResponse* response) override;
  absl::Status Screen(const AgencyCaller& caller, RowStream& stream) override;
  absl::Status ListScreeningHits(const AgencyCaller& caller, const v1::ListScreeningHitsRequest& request,
                                 v1::ListScreeningHitsResponse* response) override;

 private:
  const service::ScreeningParts parts_;
};

}  // namespace vsx::api

#endif  // VSX_NODE_API_SCREENING_HANDLERS_H_
