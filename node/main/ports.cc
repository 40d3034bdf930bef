#include "node/main/ports.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"
#include "node/main/key_error.h"
#include "node/rpc/tls.h"

namespace vsx::main {
namespace {

// A caller may use a minute's worth at once.
rpc::RateLimiter MakeLimiter(int64_t calls_per_minute) {
  const auto calls = static_cast<double>(calls_per_minute);
  return {rpc::RateLimit{calls, calls}, [] { return std::chrono::steady_clock::now(); }};
}

rpc::CallObserver LogCalls(NodeLog& log, std::string_view port) {
  return [&log, port](const rpc::CallRecord& call) {
    const std::string code = absl::StatusCodeToString(call.status.code());
    const std::string duration = absl::StrCat(call.duration.count());
    const std::string reason = domain::ErrorReason(call.status);
    if (call.status.ok() || !reason.empty()) {
      log.Info("call", {{"port", std::string(port)},
                        {"method", std::string(call.method)},
                        {"caller", std::string(call.caller_uri)},
                        {"status", code},
                        {"reason", reason},
                        {"duration_us", duration}});
      return;
    }
    // A status without reason was written for the operator: the caller gets its code alone.
    log.Error("call failed", {{"port", std::string(port)},
                              {"method", std::string(call.method)},
                              {"caller", std::string(call.caller_uri)},
                              {"status", code},
                              {"message", std::string(call.status.message())},
                              {"duration_us", duration}});
  };
}

rpc::ServerLimits Bound(rpc::ServerLimits limits, const ConfiguredLimits& configured) {
  limits.max_threads = static_cast<int>(configured.worker_threads);
  limits.max_connection_age = std::chrono::seconds(configured.max_connection_age_seconds);
  return limits;
}

absl::StatusOr<std::unique_ptr<rpc::RpcServer>> Listen(const NodeConfig& config, const std::string& roots_path,
                                                       std::string_view key, rpc::ServerOptions options) {
  absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> credentials =
      rpc::MakeServerCredentials({config.tls_key, config.tls_certificate, roots_path},
                                 static_cast<unsigned int>(config.limits.certificate_refresh_seconds));
  if (!credentials.ok()) return AtKey("tls", credentials.status());
  options.credentials = *std::move(credentials);
  absl::StatusOr<std::unique_ptr<rpc::RpcServer>> server = rpc::RpcServer::Start(options);
  if (!server.ok()) return AtKey(key, server.status());
  return server;
}

}  // namespace

AgencyPort::AgencyPort(const NodeConfig& config, const service::ScreeningParts& screening, rpc::PeerIdentity& identity,
                       NodeLog& log, const api::NodeIdentity& self)
    : gate_(rpc::PortKind::kAgency, config.party, identity, LogCalls(log, "agency")),
      call_limiter_(MakeLimiter(config.limits.calls_per_minute)),
      case_handlers_(screening.node),
      status_handlers_(screening.node),
      screening_handlers_(screening),
      monitoring_handlers_(screening.node),
      admin_handlers_(screening.node, self),
      case_service_(gate_, call_limiter_, case_handlers_),
      status_service_(gate_, call_limiter_, status_handlers_,
                      {.all = static_cast<int>(config.limits.worker_threads / 2)}),
      screening_service_(gate_, call_limiter_, screening_handlers_,
                         {.streams = std::clamp(static_cast<int>(config.limits.worker_threads / 4), 1, 8)}),
      monitoring_service_(gate_, call_limiter_, monitoring_handlers_),
      admin_service_(gate_, call_limiter_, admin_handlers_) {}

absl::StatusOr<std::unique_ptr<AgencyPort>> AgencyPort::Open(const NodeConfig& config,
                                                             const service::ScreeningParts& screening,
                                                             rpc::PeerIdentity& identity, NodeLog& log,
                                                             const api::NodeIdentity& self) {
  std::unique_ptr<AgencyPort> port(new AgencyPort(config, screening, identity, log, self));
  rpc::ServerOptions options;
  options.listen_address = config.agency_listen;
  options.gate = &port->gate_;
  options.services = {&port->case_service_, &port->status_service_, &port->screening_service_,
                      &port->monitoring_service_, &port->admin_service_};
  options.limits = Bound({}, config.limits);
  auto server = Listen(config, config.own_ca, "agency.listen", std::move(options));
  if (!server.ok()) return server.status();
  port->server_ = *std::move(server);
  return port;
}

PeerPort::PeerPort(const NodeConfig& config, const service::NodeContext& node, service::IndexServer& indexes,
                   rpc::PeerIdentity& identity, NodeLog& log)
    : gate_(rpc::PortKind::kPeer, config.party, identity, LogCalls(log, "peer")),
      limiter_(MakeLimiter(config.limits.deliveries_per_minute)),
      evaluation_limiter_(MakeLimiter(config.index.evaluations_per_minute)),
      fetch_limiter_(MakeLimiter(config.index.fetches_per_minute)),
      handlers_(node),
      index_handlers_(config.party, indexes),
      service_(gate_, limiter_, handlers_),
      index_service_(gate_, {evaluation_limiter_, fetch_limiter_}, index_handlers_,
                     rpc::FetchBoundsFor(static_cast<int>(config.limits.worker_threads),
                                         static_cast<int>(node.trust.ActiveParties().size()) - 1)) {}

absl::StatusOr<std::unique_ptr<PeerPort>> PeerPort::Open(const NodeConfig& config, const std::string& roots_path,
                                                         const service::NodeContext& node,
                                                         service::IndexServer& indexes, rpc::PeerIdentity& identity,
                                                         NodeLog& log) {
  std::unique_ptr<PeerPort> port(new PeerPort(config, node, indexes, identity, log));
  rpc::ServerOptions options;
  options.listen_address = config.peer_listen;
  options.gate = &port->gate_;
  options.services = {&port->service_, &port->index_service_};
  options.limits = Bound(rpc::PeerPortLimits(), config.limits);
  auto server = Listen(config, roots_path, "peer.listen", std::move(options));
  if (!server.ok()) return server.status();
  port->server_ = *std::move(server);
  return port;
}

}  // namespace vsx::main
