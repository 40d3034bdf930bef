#ifndef VSX_NODE_MAIN_PORTS_H_
#define VSX_NODE_MAIN_PORTS_H_

#include <chrono>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/api/admin_handlers.h"
#include "node/api/case_handlers.h"
#include "node/api/exchange_handlers.h"
#include "node/api/index_handlers.h"
#include "node/api/monitoring_handlers.h"
#include "node/api/screening_handlers.h"
#include "node/api/status_handlers.h"
#include "node/main/config.h"
#include "node/main/node_log.h"
#include "node/main/trust_directory.h"
#include "node/rpc/admin_service.h"
#include "node/rpc/call_gate.h"
#include "node/rpc/case_service.h"
#include "node/rpc/deny_list.h"
#include "node/rpc/exchange_service.h"
#include "node/rpc/index_service.h"
#include "node/rpc/monitoring_service.h"
#include "node/rpc/peer_identity.h"
#include "node/rpc/rate_limiter.h"
#include "node/rpc/screening_service.h"
#include "node/rpc/server.h"
#include "node/rpc/status_service.h"
#include "node/service/index_server.h"
#include "node/service/node_context.h"
#include "node/service/screening_parts.h"

namespace vsx::main {

// AgencyPort serves the own State's agencies: cases, checks, screening, monitoring, administration, health and
// reflection.
class AgencyPort {
 public:
  // All must outlive this. FAILED_PRECONDITION if it cannot listen.
  static absl::StatusOr<std::unique_ptr<AgencyPort>> Open(const NodeConfig& config,
                                                          const service::ScreeningParts& screening,
                                                          rpc::PeerIdentity& identity, NodeLog& log,
                                                          const api::NodeIdentity& self);
  int port() const { return server_->port(); }
  void Shutdown(std::chrono::milliseconds grace) {
    status_service_.EndWaits();
    server_->Shutdown(grace);
  }

 private:
  AgencyPort(const NodeConfig& config, const service::ScreeningParts& screening, rpc::PeerIdentity& identity,
             NodeLog& log, const api::NodeIdentity& self);

  rpc::CallGate gate_;
  rpc::RateLimiter call_limiter_;
  api::NodeCaseHandlers case_handlers_;
  api::NodeStatusHandlers status_handlers_;
  api::NodeScreeningHandlers screening_handlers_;
  api::NodeMonitoringHandlers monitoring_handlers_;
  api::NodeAdminHandlers admin_handlers_;
  rpc::CaseService case_service_;
  rpc::StatusService status_service_;
  rpc::ScreeningService screening_service_;
  rpc::MonitoringService monitoring_service_;
  rpc::AdminService admin_service_;
  std::unique_ptr<rpc::RpcServer> server_;
};

// PeerPort serves the other Parties' nodes: exchange, indexes and health.
class PeerPort {
 public:
  // `roots_path`: the CAs of all Parties. All must outlive this. FAILED_PRECONDITION if it cannot listen.
  static absl::StatusOr<std::unique_ptr<PeerPort>> Open(const NodeConfig& config, const std::string& roots_path,
                                                        const service::NodeContext& node, service::IndexServer& indexes,
                                                        rpc::PeerIdentity& identity, NodeLog& log);
  int port() const { return server_->port(); }
  void Shutdown(std::chrono::milliseconds grace) { server_->Shutdown(grace); }

 private:
  PeerPort(const NodeConfig& config, const service::NodeContext& node, service::IndexServer& indexes,
           rpc::PeerIdentity& identity, NodeLog& log);

  rpc::CallGate gate_;
  rpc::RateLimiter limiter_;
  rpc::RateLimiter evaluation_limiter_;
  rpc::RateLimiter fetch_limiter_;
  api::NodeExchangeHandlers handlers_;
  api::NodeIndexHandlers index_handlers_;
  rpc::ExchangeService service_;
  rpc::IndexService index_service_;
  std::unique_ptr<rpc::RpcServer> server_;
};

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_PORTS_H_
