#include "node/rpc/port_guard.h"

#include "node/rpc/status_mapping.h"

namespace vsx::rpc {

grpc::Status PortGuard::Process(const InputMetadata& metadata, grpc::AuthContext* connection,
                                OutputMetadata* /*consumed*/, OutputMetadata* /*response_metadata*/) {
  constexpr std::string_view kOwnServices = "/vsx.v1.";
  const auto path = metadata.find(":path");
  if (path != metadata.end() && path->second.starts_with(grpc::string_ref(kOwnServices.data(), kOwnServices.size()))) {
    return grpc::Status::OK;
  }
  return ToGrpcStatus(gate_.Admit(*connection).status());
}

}  // namespace vsx::rpc
