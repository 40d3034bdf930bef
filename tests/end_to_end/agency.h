#ifndef VSX_TESTS_END_TO_END_AGENCY_H_
#define VSX_TESTS_END_TO_END_AGENCY_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/channel_arguments.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "tests/support/test_certificates.h"
#include "vsx/v1/admin.grpc.pb.h"
#include "vsx/v1/case.grpc.pb.h"
#include "vsx/v1/common.pb.h"
#include "vsx/v1/error.pb.h"
#include "vsx/v1/monitoring.grpc.pb.h"
#include "vsx/v1/screening.grpc.pb.h"
#include "vsx/v1/status.grpc.pb.h"

namespace vsx::test {

// Short names for the methods of a service: `agency.Call(&Cases::RegisterCase, request, &response)`.
using Cases = v1::CaseService::StubInterface;
using Status = v1::StatusService::StubInterface;
using Screenings = v1::ScreeningService::StubInterface;
using Monitoring = v1::MonitoringService::StubInterface;
using Admin = v1::AdminService::StubInterface;

inline constexpr std::chrono::seconds kCallDeadline(20);

// Agency is an officer of an agency at the agency port of the own node. Threads: safe concurrently.
class Agency {
 public:
  Agency(const std::shared_ptr<grpc::Channel>& channel, std::string officer, v1::AccessPurpose purpose)
      : cases_(v1::CaseService::NewStub(channel)),
        status_(v1::StatusService::NewStub(channel)),
        screenings_(v1::ScreeningService::NewStub(channel)),
        monitoring_(v1::MonitoringService::NewStub(channel)),
        admin_(v1::AdminService::NewStub(channel)) {
    context_.set_officer(std::move(officer));
    context_.set_purpose(purpose);
  }

  // Calls, with this officer and purpose as `request.context` unless the request has one.
  template <typename Interface, typename Request, typename Response>
  grpc::Status Call(grpc::Status (Interface::*method)(grpc::ClientContext*, const Request&, Response*), Request request,
                    Response* response) const {
    if (!request.has_context()) *request.mutable_context() = context_;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kCallDeadline);
    Interface& stub = StubOf(static_cast<Interface*>(nullptr));
    return (stub.*method)(&context, request, response);
  }

  // Calls a method whose answer is a stream, and gives each message to `take`; the call ends at `deadline`.
  template <typename Interface, typename Request, typename Response, typename Take>
  grpc::Status Follow(std::unique_ptr<grpc::ClientReaderInterface<Response>> (Interface::*method)(grpc::ClientContext*,
                                                                                                  const Request&),
                      Request request, std::chrono::seconds deadline, Take take) const {
    if (!request.has_context()) *request.mutable_context() = context_;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + deadline);
    const auto reader = (StubOf(static_cast<Interface*>(nullptr)).*method)(&context, request);
    for (Response response; reader->Read(&response);) take(response);
    return reader->Finish();
  }

  // Declares an exercise of so many persons for today and gives the opening of a screening, before a removal, under it.
  // Around midnight UTC no exercise is open: this waits until one may be, six minutes at most.
  grpc::Status DeclareScreening(uint32_t persons, v1::ScreeningOpening* opening) const;

  // Opens a screening (with this officer and purpose) and sends what `next` gives, until that is nothing, while it
  // gives each answer to `take`; then ends its side. `next` is called on a thread of its own. The call ends at
  // `deadline`.
  grpc::Status Screen(v1::ScreeningOpening opening, absl::FunctionRef<std::optional<v1::ScreeningRow>()> next,
                      std::chrono::seconds deadline, absl::FunctionRef<void(const v1::ScreenResponse&)> take) const;
  // The same with a whole list.
  grpc::Status Screen(v1::ScreeningOpening opening, const std::vector<v1::ScreeningRow>& rows,
                      std::vector<v1::ScreenResponse>* answers) const;

 private:
  Cases& StubOf(Cases*) const { return *cases_; }
  Status& StubOf(Status*) const { return *status_; }
  Screenings& StubOf(Screenings*) const { return *screenings_; }
  Monitoring& StubOf(Monitoring*) const { return *monitoring_; }
  Admin& StubOf(Admin*) const { return *admin_; }

  std::unique_ptr<Cases> cases_;
  std::unique_ptr<Status> status_;
  std::unique_ptr<Screenings> screenings_;
  std::unique_ptr<Monitoring> monitoring_;
  std::unique_ptr<Admin> admin_;
  v1::CallerContext context_;
};

// A channel to a port of this machine over TLS. Trusts `roots_pem`; shows `identity` unless its certificate is empty.
std::shared_ptr<grpc::Channel> DialLocalPort(int port, const std::string& roots_pem, const KeyAndCertificate& identity,
                                             grpc::ChannelArguments arguments = {});

// Any method (`/package.Service/Method`), with bytes as they are; of a stream, one message each way.
grpc::Status CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                     const std::string& request);

// Reason and field of an error that reached a client; empty if it carries none.
v1::ErrorDetail DetailOf(const grpc::Status& status);

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_AGENCY_H_
