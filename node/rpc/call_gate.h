#ifndef VSX_NODE_RPC_CALL_GATE_H_
#define VSX_NODE_RPC_CALL_GATE_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/party_certificate.h"
#include "node/domain/party_code.h"
#include "node/rpc/peer_identity.h"
#include "node/rpc/rate_limiter.h"

namespace vsx::rpc {

enum class PortKind { kAgency, kPeer };

// One finished call, for logs and figures. Holds nothing personal. `status` is as the handler gave it: its message may
// be meant for the operator only.
struct CallRecord {
  std::string_view method;      // CheckStatus
  std::string_view caller_uri;  // empty if not known
  const absl::Status& status;
  std::chrono::microseconds duration;
};
using CallObserver = std::function<void(const CallRecord&)>;

// Whose calls a rate counts together: those of one certificate, or those of all certificates of a Party.
enum class RateKey { kCertificate, kParty };

// A rate and how it is counted; `limiter` outlives what holds this.
struct CallRate {
  RateLimiter& limiter;
  RateKey key = RateKey::kCertificate;
};

// CallGate is what every call of one port goes through before its handler: time left, verified identity of the kind
// that the port serves, rate, no unknown fields (agency port only; from peers they are preserved unread, protocol §2).
// Threads: safe concurrently. `identity` must outlive the gate; `observer` is called on many threads and may be empty.
class CallGate {
 public:
  CallGate(PortKind port, domain::PartyCode own_party, PeerIdentity& identity, CallObserver observer);

  PortKind port() const { return port_; }

  // Who calls. UNAUTHENTICATED: the reasons of PeerIdentity::Identify, WRONG_CERTIFICATE_KIND (a node on the agency
  // port or an agency on the peer port), WRONG_PARTY (an agency of another State).
  absl::StatusOr<domain::PartyCertificate> Admit(const grpc::AuthContext& connection);

  // Runs `handle` for a caller who passes, observes when it has returned, and maps the status; where the answer is a
  // stream, `handle` writes it. Besides the errors of Admit and of `handle`:
  // DEADLINE_EXCEEDED for a call that nobody waits for any more, RESOURCE_EXHAUSTED with reason RATE_LIMITED and the
  // time to wait in the trailer `grpc-retry-pushback-ms`, INVALID_ARGUMENT with reason UNKNOWN_FIELD.
  using Handle = absl::FunctionRef<absl::Status(const domain::PartyCertificate& caller)>;
  grpc::Status Run(std::string_view method, CallRate rate, grpc::ServerContext& context,
                   const google::protobuf::Message& request, Handle handle);

 private:
  absl::Status RunChecked(CallRate rate, grpc::ServerContext& context, const google::protobuf::Message& request,
                          Handle handle, std::string* caller_uri);

  const PortKind port_;
  const domain::PartyCode own_party_;
  PeerIdentity& identity_;
  const CallObserver observer_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_CALL_GATE_H_
