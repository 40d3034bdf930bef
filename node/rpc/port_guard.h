#ifndef VSX_NODE_RPC_PORT_GUARD_H_
#define VSX_NODE_RPC_PORT_GUARD_H_

#include <grpcpp/security/auth_metadata_processor.h>

#include "node/rpc/call_gate.h"

namespace vsx::rpc {

// PortGuard asks for a verified identity also where gRPC itself answers (health, reflection) and where nobody does.
// Calls to vsx.v1 services pass: their own gate gives the full error, with its details. Threads: safe concurrently.
class PortGuard final : public grpc::AuthMetadataProcessor {
 public:
  // `gate` must outlive this.
  explicit PortGuard(CallGate& gate) : gate_(gate) {}

  // Verifying is short and mostly remembered: it needs no thread of its own.
  bool IsBlocking() const override { return false; }

  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* connection, OutputMetadata* consumed,
                       OutputMetadata* response_metadata) override;

 private:
  CallGate& gate_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_PORT_GUARD_H_
