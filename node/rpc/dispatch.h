#ifndef VSX_NODE_RPC_DISPATCH_H_
#define VSX_NODE_RPC_DISPATCH_H_

#include <grpcpp/server_context.h>

#include <string_view>

#include "node/api/handlers.h"
#include "node/domain/party_certificate.h"
#include "node/rpc/call_gate.h"

namespace vsx::rpc {

// The caller as handlers know it. The gate has made sure that the certificate is of the kind that the port serves.
template <typename Caller>
Caller CallerOf(const domain::PartyCertificate& certificate);

template <>
inline api::AgencyCaller CallerOf<api::AgencyCaller>(const domain::PartyCertificate& certificate) {
  return {certificate.uri.agency_kind(), certificate.uri.text(), certificate.uri.name()};
}

template <>
inline api::PeerCaller CallerOf<api::PeerCaller>(const domain::PartyCertificate& certificate) {
  return {certificate.uri.party(), certificate.uri.text()};
}

// Dispatcher takes a method of a gRPC service through the gate of its port to its handler: the only line that a service
// method has. All must outlive it.
template <typename Handlers>
class Dispatcher {
 public:
  Dispatcher(CallGate& gate, RateLimiter& limiter, Handlers& handlers, RateKey key = RateKey::kCertificate)
      : gate_(gate), rate_{limiter, key}, handlers_(handlers) {}

  template <typename Caller, typename Request, typename Response>
  grpc::Status operator()(std::string_view method,
                          absl::Status (Handlers::*handle)(const Caller&, const Request&, Response*),
                          grpc::ServerContext* context, const Request* request, Response* response) const {
    return gate_.Run(method, rate_, *context, *request, [&](const domain::PartyCertificate& certificate) {
      return (handlers_.*handle)(CallerOf<Caller>(certificate), *request, response);
    });
  }

 private:
  CallGate& gate_;
  const CallRate rate_;
  Handlers& handlers_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_DISPATCH_H_
