#ifndef VSX_NODE_CLI_NODE_CONNECTION_H_
#define VSX_NODE_CLI_NODE_CONNECTION_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "node/cli/global_options.h"
#include "node/cli/node_error.h"
#include "node/domain/party_uri.h"
#include "vsx/v1/common.pb.h"

namespace vsx::cli {

// What most commands of `vsx` are for.
inline constexpr auto kCaseManagement = v1::ACCESS_PURPOSE_CASE_MANAGEMENT;

// NodeConnection calls the own State's node over TLS 1.3 with the officer's agency certificate. The node's certificate
// must be issued directly by the CA given and name a node of the same Party as the own certificate; host names do not
// matter.
class NodeConnection {
 public:
  // Connects with the first call. Errors: WrongInput, naming the option that is missing or the file that does not fit.
  static absl::StatusOr<NodeConnection> Open(const GlobalOptions& options);

  // The own certificate's name.
  const domain::PartyUri& self() const { return self_; }
  // Whom the profile says to call where there is no answer; may be empty.
  const std::string& call() const { return call_; }
  // host:port, for messages.
  const std::string& node() const { return node_; }

  // Calls `method` of `Service` (`Call<v1::CaseService>(&v1::CaseService::StubInterface::GetCase, …)`), having filled
  // the request's context. Errors: as ErrorFromNode.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                                               Response*),
                                Request request, v1::AccessPurpose purpose) const {
    request.mutable_context()->set_officer(officer_);
    request.mutable_context()->set_purpose(purpose);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + timeout_);
    Response response;
    const auto stub = Service::NewStub(channel_);
    const grpc::Status status = (stub.get()->*method)(&context, request, &response);
    if (!status.ok()) return ErrorFromNode(status, node_);
    return response;
  }

  // Calls a method whose answer is a stream, and gives each message to `take` as it comes; the call ends after
  // `longest`. Errors: as ErrorFromNode; what was taken before stands.
  template <typename Service, typename Request, typename Response, typename Take>
  absl::Status Follow(std::unique_ptr<grpc::ClientReaderInterface<Response>> (Service::StubInterface::*method)(
                          grpc::ClientContext*, const Request&),
                      Request request, v1::AccessPurpose purpose, std::chrono::seconds longest, Take take) const {
    request.mutable_context()->set_officer(officer_);
    request.mutable_context()->set_purpose(purpose);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + longest);
    const auto stub = Service::NewStub(channel_);
    const auto reader = (stub.get()->*method)(&context, request);
    for (Response response; reader->Read(&response);) take(response);
    const grpc::Status status = reader->Finish();
    return status.ok() ? absl::OkStatus() : ErrorFromNode(status, node_);
  }

  // For streams: a stub of `Service`, and what the first message says of who calls.
  template <typename Service>
  std::unique_ptr<typename Service::StubInterface> NewStub() const {
    return Service::NewStub(channel_);
  }
  v1::CallerContext ContextFor(v1::AccessPurpose purpose) const {
    v1::CallerContext context;
    context.set_officer(officer_);
    context.set_purpose(purpose);
    return context;
  }

 private:
  explicit NodeConnection(domain::PartyUri self) : self_(std::move(self)) {}

  std::string node_;
  std::string officer_;
  std::string call_;
  std::chrono::seconds timeout_{10};
  domain::PartyUri self_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_NODE_CONNECTION_H_
