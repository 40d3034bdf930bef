#ifndef VSX_NODE_API_INDEX_HANDLERS_H_
#define VSX_NODE_API_INDEX_HANDLERS_H_

#include "node/api/handlers.h"
#include "node/domain/party_code.h"
#include "node/service/index_server.h"

namespace vsx::api {

// IndexService over service::IndexServer, and over nothing else: no case can be reached from here
// (tests/architecture: EvaluationsReachNoCase). Nothing in a request says about whom, and whose index it is stands in
// the caller's certificate.
class NodeIndexHandlers final : public IndexHandlers {
 public:
  // `server` outlives the handlers.
  NodeIndexHandlers(domain::PartyCode own_party, service::IndexServer& server)
      : own_party_(std::move(own_party)), server_(server) {}

  absl::Status GetIndexHeader(const PeerCaller& caller, const v1::GetIndexHeaderRequest& request,
                              v1::GetIndexHeaderResponse* response) override;
  absl::Status FetchIndex(const PeerCaller& caller, const v1::FetchIndexRequest& request, ChunkSink& sink) override;
  absl::Status Evaluate(const PeerCaller& caller, const v1::EvaluateRequest& request,
                        v1::EvaluateResponse* response) override;

 private:
  const domain::PartyCode own_party_;
  service::IndexServer& server_;
};

}  // namespace vsx::api

#endif  // VSX_NODE_API_INDEX_HANDLERS_H_
