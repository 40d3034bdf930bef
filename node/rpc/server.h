#ifndef VSX_NODE_RPC_SERVER_H_
#define VSX_NODE_RPC_SERVER_H_

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/rpc/call_gate.h"

namespace vsx::rpc {

// What bounds one port.
struct ServerLimits {
  int max_message_bytes = 1 << 20;  // both ways
  int max_metadata_bytes = 8 * 1024;
  int max_streams_per_connection = 64;
  int max_threads = 64;
  std::chrono::milliseconds max_connection_age = std::chrono::hours(1);
  std::chrono::milliseconds max_connection_idle = std::chrono::minutes(15);
};

// The peer port's bounds: a delivery holds at most 64 KiB sealed.
ServerLimits PeerPortLimits();

struct ServerOptions {
  std::string listen_address;                            // host:port; port 0 takes a free one
  std::shared_ptr<grpc::ServerCredentials> credentials;  // of this server alone
  CallGate* gate = nullptr;                              // of this port; its kind says whether reflection is served
  std::vector<grpc::Service*> services;
  ServerLimits limits;
};

// RpcServer serves one port: the services given, gRPC health, and on the agency port reflection. All that it is given
// must outlive it. Messages travel uncompressed, so that sizes say nothing about contents.
class RpcServer {
 public:
  // FAILED_PRECONDITION if the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<RpcServer>> Start(const ServerOptions& options);
  ~RpcServer();

  int port() const { return port_; }

  // Says NOT_SERVING to health checks, takes no new calls, lets running ones finish for up to `grace`, then cancels
  // them. Returns when no handler runs. A second call does nothing.
  void Shutdown(std::chrono::milliseconds grace);

 private:
  RpcServer(std::unique_ptr<grpc::Server> server, int port) : server_(std::move(server)), port_(port) {}

  std::unique_ptr<grpc::Server> server_;
  const int port_;
  std::once_flag shut_down_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_SERVER_H_
