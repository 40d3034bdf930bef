#ifndef VSX_TESTS_RPC_FAKE_HANDLERS_H_
#define VSX_TESTS_RPC_FAKE_HANDLERS_H_

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "node/api/handlers.h"

namespace vsx::test {

// What the fakes were called with, and what they shall answer. Threads: safe concurrently once `answer` is set.
class CallBook {
 public:
  std::function<absl::Status(const std::string& method)> answer = [](const std::string&) { return absl::OkStatus(); };

  absl::Status Enter(const std::string& method, const std::string& caller_uri) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      calls_.push_back(method + " " + caller_uri);
    }
    return answer(method);
  }
  std::vector<std::string> calls() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return calls_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> calls_;  // guarded by mutex_
};

#define VSX_FAKE_METHOD(Caller, Method)                                                                        \
  absl::Status Method(const api::Caller& caller, const v1::Method##Request&, v1::Method##Response*) override { \
    return book_.Enter(#Method, caller.uri);                                                                   \
  }

class FakeCaseHandlers final : public api::CaseHandlers {
 public:
  explicit FakeCaseHandlers(CallBook& book) : book_(book) {}
  VSX_FAKE_METHOD(AgencyCaller, RegisterCase)
  VSX_FAKE_METHOD(AgencyCaller, PreviewConsent)
  VSX_FAKE_METHOD(AgencyCaller, RecordConsent)
  VSX_FAKE_METHOD(AgencyCaller, AmendConsent)
  VSX_FAKE_METHOD(AgencyCaller, WithdrawConsent)
  VSX_FAKE_METHOD(AgencyCaller, GetCase)
  VSX_FAKE_METHOD(AgencyCaller, FindCases)
  VSX_FAKE_METHOD(AgencyCaller, ListCases)
  VSX_FAKE_METHOD(AgencyCaller, UpgradeStatus)
  VSX_FAKE_METHOD(AgencyCaller, RevokeCase)
  VSX_FAKE_METHOD(AgencyCaller, IssueReferenceCode)
  VSX_FAKE_METHOD(AgencyCaller, ListDeliveries)
  VSX_FAKE_METHOD(AgencyCaller, ListInbox)
  VSX_FAKE_METHOD(AgencyCaller, ListAccessNotices)

 private:
  CallBook& book_;
};

class FakeStatusHandlers final : public api::StatusHandlers {
 public:
  explicit FakeStatusHandlers(CallBook& book) : book_(book) {}
  VSX_FAKE_METHOD(AgencyCaller, CheckStatus)
  absl::Status AwaitStatus(const api::AgencyCaller& caller, const v1::AwaitStatusRequest&,
                           api::StatusStream& stream) override {
    absl::Status entered = book_.Enter("AwaitStatus", caller.uri);
    return entered.ok() && await ? await(stream) : entered;
  }

  // What AwaitStatus does once it was entered; set before the port is open.
  std::function<absl::Status(api::StatusStream&)> await;

 private:
  CallBook& book_;
};

// Answers each row with its number.
class FakeScreeningHandlers final : public api::ScreeningHandlers {
 public:
  explicit FakeScreeningHandlers(CallBook& book) : book_(book) {}
  VSX_FAKE_METHOD(AgencyCaller, DeclareScreening)
  VSX_FAKE_METHOD(AgencyCaller, ListScreeningHits)
  absl::Status Screen(const api::AgencyCaller& caller, api::RowStream& stream) override {
    if (absl::Status status = book_.Enter("Screen", caller.uri); !status.ok()) return status;
    while (true) {
      absl::StatusOr<std::optional<v1::ScreenRequest>> message = stream.Read();
      if (!message.ok()) return message.status();
      if (!message->has_value()) return absl::OkStatus();
      v1::ScreenResponse response;
      response.mutable_answer()->set_row((*message)->row().row());
      if (absl::Status written = stream.Write(response); !written.ok()) return written;
    }
  }

 private:
  CallBook& book_;
};

class FakeMonitoringHandlers final : public api::MonitoringHandlers {
 public:
  explicit FakeMonitoringHandlers(CallBook& book) : book_(book) {}
  VSX_FAKE_METHOD(AgencyCaller, ReadAudit)

 private:
  CallBook& book_;
};

class FakeAdminHandlers final : public api::AdminHandlers {
 public:
  explicit FakeAdminHandlers(CallBook& book) : book_(book) {}
  VSX_FAKE_METHOD(AgencyCaller, GetNodeStatus)
  VSX_FAKE_METHOD(AgencyCaller, GetOutboxStatus)

 private:
  CallBook& book_;
};

#undef VSX_FAKE_METHOD

// Answers a delivery with its content as receipt, and remembers the last one.
class FakeExchangeHandlers final : public api::ExchangeHandlers {
 public:
  explicit FakeExchangeHandlers(CallBook& book) : book_(book) {}
  absl::Status Deliver(const api::PeerCaller& caller, const v1::DeliverRequest& request,
                       v1::DeliverResponse* response) override {
    absl::Status status = book_.Enter("Deliver", caller.uri);
    if (!status.ok()) return status;
    const std::lock_guard<std::mutex> lock(mutex_);
    last_ = request;
    response->set_receipt_envelope("receipt of " + request.sealed_content());
    return absl::OkStatus();
  }
  v1::DeliverRequest last() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return last_;
  }

 private:
  CallBook& book_;
  std::mutex mutex_;
  v1::DeliverRequest last_;  // guarded by mutex_
};

}  // namespace vsx::test

#endif  // VSX_TESTS_RPC_FAKE_HANDLERS_H_
