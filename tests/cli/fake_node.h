#ifndef VSX_TESTS_CLI_FAKE_NODE_H_
#define VSX_TESTS_CLI_FAKE_NODE_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "vsx/v1/admin.grpc.pb.h"
#include "vsx/v1/case.grpc.pb.h"
#include "vsx/v1/monitoring.grpc.pb.h"
#include "vsx/v1/screening.grpc.pb.h"
#include "vsx/v1/status.grpc.pb.h"

namespace vsx::test {

// One method of the fake: remembers what was asked and answers what the test set. By default the empty answer.
template <typename Request, typename Response>
class FakeMethod {
 public:
  std::function<grpc::Status(const Request&, Response*)> answer = [](const Request&, Response*) {
    return grpc::Status::OK;
  };

  void Answer(const Response& fixed) {
    answer = [fixed](const Request&, Response* response) {
      *response = fixed;
      return grpc::Status::OK;
    };
  }
  void Refuse(const grpc::Status& status) {
    answer = [status](const Request&, Response*) { return status; };
  }

  grpc::Status Handle(const Request& request, Response* response) {
    const std::lock_guard<std::mutex> lock(mutex_);
    requests_.push_back(request);
    return answer(request, response);
  }
  std::vector<Request> requests() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return requests_;
  }

 private:
  std::mutex mutex_;
  std::vector<Request> requests_;
};

#define VSX_FAKE_METHOD(Name)                                                                                        \
  FakeMethod<v1::Name##Request, v1::Name##Response> Name##_method;                                                   \
  grpc::Status Name(grpc::ServerContext*, const v1::Name##Request* request, v1::Name##Response* response) override { \
    return Name##_method.Handle(*request, response);                                                                 \
  }

class FakeCaseService final : public v1::CaseService::Service {
 public:
  VSX_FAKE_METHOD(RegisterCase)
  VSX_FAKE_METHOD(PreviewConsent)
  VSX_FAKE_METHOD(RecordConsent)
  VSX_FAKE_METHOD(AmendConsent)
  VSX_FAKE_METHOD(WithdrawConsent)
  VSX_FAKE_METHOD(GetCase)
  VSX_FAKE_METHOD(FindCases)
  VSX_FAKE_METHOD(ListCases)
  VSX_FAKE_METHOD(UpgradeStatus)
  VSX_FAKE_METHOD(RevokeCase)
  VSX_FAKE_METHOD(IssueReferenceCode)
  VSX_FAKE_METHOD(ListDeliveries)
  VSX_FAKE_METHOD(ListInbox)
  VSX_FAKE_METHOD(ListAccessNotices)
};

class FakeStatusService final : public v1::StatusService::Service {
 public:
  VSX_FAKE_METHOD(CheckStatus)

  // Writes `streams` one after the other, a call each, and then ends that call with its status.
  struct Stream {
    std::vector<v1::AwaitStatusResponse> messages;
    grpc::Status end;
  };
  grpc::Status AwaitStatus(grpc::ServerContext*, const v1::AwaitStatusRequest* request,
                           grpc::ServerWriter<v1::AwaitStatusResponse>* writer) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    await_requests.push_back(*request);
    if (serve) {
      const Stream stream = serve();
      for (const auto& message : stream.messages) writer->Write(message);
      return stream.end;
    }
    if (await_requests.size() > streams.size()) return grpc::Status(grpc::StatusCode::INTERNAL, "one call too many");
    const Stream& stream = streams[await_requests.size() - 1];
    for (const auto& message : stream.messages) writer->Write(message);
    return stream.end;
  }
  std::vector<Stream> streams;                         // set before the calls
  std::function<Stream()> serve;                       // the same; makes a call's stream instead
  std::vector<v1::AwaitStatusRequest> await_requests;  // read after them

 private:
  std::mutex mutex_;
};

// Answers each row by `answer_row`, and writes down what came. A stream ends as `end` says.
class FakeScreeningService final : public v1::ScreeningService::Service {
 public:
  VSX_FAKE_METHOD(DeclareScreening)
  VSX_FAKE_METHOD(ListScreeningHits)

  std::function<v1::ScreeningAnswer(const v1::ScreeningRow&)> answer_row;
  // After so many rows the node goes away.
  size_t rows_until_gone = SIZE_MAX;
  // What it says when the client has ended its side.
  grpc::Status end = grpc::Status::OK;

  grpc::Status Screen(grpc::ServerContext*,
                      grpc::ServerReaderWriter<v1::ScreenResponse, v1::ScreenRequest>* stream) override {
    v1::ScreenRequest request;
    for (size_t rows = 0; stream->Read(&request);) {
      const std::lock_guard<std::mutex> lock(mutex_);
      requests_.push_back(request);
      if (!request.has_row()) continue;
      if (rows++ == rows_until_gone) return {grpc::StatusCode::UNAVAILABLE, "gone"};
      v1::ScreenResponse response;
      *response.mutable_answer() = answer_row(request.row());
      stream->Write(response);
    }
    v1::ScreenResponse last;
    last.mutable_summary();
    stream->Write(last);
    return end;
  }
  // Those since the last call.
  std::vector<v1::ScreenRequest> TakeRequests() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(requests_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<v1::ScreenRequest> requests_;  // guarded by mutex_
};

class FakeMonitoringService final : public v1::MonitoringService::Service {
 public:
  VSX_FAKE_METHOD(ReadAudit)
};

class FakeAdminService final : public v1::AdminService::Service {
 public:
  VSX_FAKE_METHOD(GetNodeStatus)
  VSX_FAKE_METHOD(GetOutboxStatus)
};

#undef VSX_FAKE_METHOD

// FakeNode serves the agency port's services over mTLS on a free port of this machine, as `identity` (key and
// certificate), for clients of the CA given.
class FakeNode {
 public:
  FakeNode(const std::string& key_pem, const std::string& certificate_pem, const std::string& client_ca_pem);
  ~FakeNode();

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  FakeCaseService cases;
  FakeStatusService status;
  FakeScreeningService screening;
  FakeMonitoringService monitoring;
  FakeAdminService admin;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// A refusal as a node sends it.
grpc::Status NodeError(grpc::StatusCode code, const std::string& reason, const std::string& field,
                       const std::string& message);

}  // namespace vsx::test

#endif  // VSX_TESTS_CLI_FAKE_NODE_H_
