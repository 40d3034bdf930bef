// A check that stays open, over real connections: messages come as they are written, and nothing holds a thread for
// longer than somebody waits.

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>

#include "tests/rpc/port_fixture.h"
#include "vsx/v1/status.grpc.pb.h"

namespace vsx::test {
namespace {

using ::testing::ElementsAre;

// One caller's stream.
struct OpenCheck {
  explicit OpenCheck(const std::shared_ptr<grpc::Channel>& channel) : stub(v1::StatusService::NewStub(channel)) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    reader = stub->AwaitStatus(&context, v1::AwaitStatusRequest());
  }
  // The time of the next try that the next message names; -1 at the end of the stream.
  int64_t Next() {
    v1::AwaitStatusResponse message;
    return reader->Read(&message) ? message.next_try_at() : -1;
  }

  grpc::ClientContext context;
  std::unique_ptr<v1::StatusService::Stub> stub;
  std::unique_ptr<grpc::ClientReader<v1::AwaitStatusResponse>> reader;
};

class AwaitStatusTest : public PortFixture {
 protected:
  AwaitStatusTest() {
    // A try at 0, at 100 and at 200.
    status_handlers_.await = [this](api::StatusStream& stream) {
      v1::AwaitStatusResponse message;
      for (const int64_t next : {100, 200, 0}) {
        message.set_next_try_at(next);
        if (absl::Status written = stream.Write(message); !written.ok()) return written;
        if (next > 0 && !WaitUntil(next, stream)) break;
      }
      ended_.set_value();
      return absl::OkStatus();
    };
  }

  bool WaitUntil(int64_t time, api::StatusStream& stream) {
    while (now_ < time) {
      if (!stream.Pause(std::chrono::milliseconds(10))) return false;
    }
    return true;
  }

  std::atomic<int64_t> now_ = 0;
  std::promise<void> ended_;
};

TEST_F(AwaitStatusTest, EachAnswerComesAsItIsWritten) {
  StartAgencyPort();
  OpenCheck check(DialAgencyPort(agency_a_));
  EXPECT_EQ(check.Next(), 100);
  now_ = 100;
  EXPECT_EQ(check.Next(), 200);
  now_ = 250;
  EXPECT_EQ(check.Next(), 0);
  EXPECT_EQ(check.Next(), -1);
  EXPECT_TRUE(check.reader->Finish().ok());
  EXPECT_THAT(observed(), ElementsAre("AwaitStatus vsx://XAA/agency/immigration/example-airport OK"));
}

TEST_F(AwaitStatusTest, WaitEndsWhenTheCallerGoes) {
  StartAgencyPort();
  OpenCheck check(DialAgencyPort(agency_a_));
  EXPECT_EQ(check.Next(), 100);
  check.context.TryCancel();
  EXPECT_EQ(ended_.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

TEST_F(AwaitStatusTest, WaitsEndWhenThePortCloses) {
  StartAgencyPort();
  OpenCheck check(DialAgencyPort(agency_a_));
  EXPECT_EQ(check.Next(), 100);
  status_service_->EndWaits();
  EXPECT_EQ(check.Next(), -1);
  EXPECT_TRUE(check.reader->Finish().ok()) << "what was answered stands";
}

TEST_F(AwaitStatusTest, OneAgencyCannotKeepAllPlaces) {
  status_handlers_.await = [this](api::StatusStream& stream) {
    absl::Status written = stream.Write(v1::AwaitStatusResponse());
    WaitUntil(1'000, stream);
    return written;
  };
  StartAgencyPort();
  const auto channel = DialAgencyPort(agency_a_);
  const auto police = DialAgencyPort(ca_a_.IssueFor("vsx://XAA/agency/police/example-unit"));
  const auto court = DialAgencyPort(ca_a_.IssueFor("vsx://XAA/agency/court/example-court"));
  OpenCheck first(channel);
  OpenCheck second(channel);
  EXPECT_EQ(first.Next(), 0);
  EXPECT_EQ(second.Next(), 0);
  OpenCheck third(channel);
  EXPECT_EQ(third.Next(), -1);
  const grpc::Status refused = third.reader->Finish();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(DetailOf(refused).reason(), "TOO_MANY_STREAMS");

  OpenCheck others(police);
  EXPECT_EQ(others.Next(), 0);
  OpenCheck one_too_many(court);
  EXPECT_EQ(one_too_many.Next(), -1) << "all together have three";
  EXPECT_EQ(DetailOf(one_too_many.reader->Finish()).reason(), "TOO_MANY_STREAMS");

  now_ = 1'000;
  EXPECT_EQ(first.Next(), -1);
  EXPECT_TRUE(first.reader->Finish().ok());
  OpenCheck again(court);
  EXPECT_EQ(again.Next(), 0) << "a place that is free can be taken again";
}

}  // namespace
}  // namespace vsx::test
