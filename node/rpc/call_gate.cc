#include "node/rpc/call_gate.h"

#include <grpcpp/security/auth_context.h>

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"
#include "node/rpc/status_mapping.h"
#include "node/rpc/unknown_fields.h"

namespace vsx::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

absl::Status TakeToken(CallRate rate, const domain::PartyUri& caller, grpc::ServerContext& context) {
  const std::optional<milliseconds> wait =
      rate.limiter.Admit(rate.key == RateKey::kParty ? caller.party().value() : caller.text());
  if (!wait.has_value()) return absl::OkStatus();
  context.AddTrailingMetadata("grpc-retry-pushback-ms", absl::StrCat(wait->count()));
  const int64_t seconds = (wait->count() + 999) / 1000;
  return domain::Error(absl::StatusCode::kResourceExhausted, "RATE_LIMITED", "",
                       absl::StrCat("too many calls from this caller: try again in ", seconds, " s"));
}

}  // namespace

CallGate::CallGate(PortKind port, domain::PartyCode own_party, PeerIdentity& identity, CallObserver observer)
    : port_(port), own_party_(std::move(own_party)), identity_(identity), observer_(std::move(observer)) {}

absl::StatusOr<domain::PartyCertificate> CallGate::Admit(const grpc::AuthContext& connection) {
  absl::StatusOr<domain::PartyCertificate> caller = identity_.Identify(connection);
  if (!caller.ok()) return caller;
  if (caller->uri.is_node() != (port_ == PortKind::kPeer)) {
    return domain::Error(absl::StatusCode::kUnauthenticated, "WRONG_CERTIFICATE_KIND", "",
                         port_ == PortKind::kPeer ? "this port serves nodes of other Parties only"
                                                  : "this port serves agencies of the own State only");
  }
  if (port_ == PortKind::kAgency && caller->uri.party() != own_party_) {
    return domain::Error(absl::StatusCode::kUnauthenticated, "WRONG_PARTY", "",
                         "this port serves agencies of the own State only");
  }
  return caller;
}

grpc::Status CallGate::Run(std::string_view method, CallRate rate, grpc::ServerContext& context,
                           const google::protobuf::Message& request, Handle handle) {
  const steady_clock::time_point started = steady_clock::now();
  std::string caller_uri;
  const absl::Status status = RunChecked(rate, context, request, handle, &caller_uri);
  if (observer_) {
    const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - started);
    observer_(CallRecord{method, caller_uri, status, duration});
  }
  return ToGrpcStatus(status);
}

absl::Status CallGate::RunChecked(CallRate rate, grpc::ServerContext& context, const google::protobuf::Message& request,
                                  Handle handle, std::string* caller_uri) {
  if (context.IsCancelled() || context.deadline() <= std::chrono::system_clock::now()) {
    return domain::Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", "", "the call came too late");
  }
  const absl::StatusOr<domain::PartyCertificate> caller = Admit(*context.auth_context());
  if (!caller.ok()) return caller.status();
  *caller_uri = caller->uri.text();
  if (absl::Status taken = TakeToken(rate, caller->uri, context); !taken.ok()) return taken;
  if (port_ == PortKind::kAgency) {
    if (absl::Status known = RefuseUnknownFields(request); !known.ok()) return known;
  }
  return handle(*caller);
}

}  // namespace vsx::rpc
