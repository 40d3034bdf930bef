#include "tests/rpc/port_fixture.h"
#include "vsx/v1/screening.grpc.pb.h"

namespace vsx::test {
namespace {

class ScreeningStreamTest : public PortFixture {
 protected:
  using Stream = grpc::ClientReaderWriter<v1::ScreenRequest, v1::ScreenResponse>;

  void SetUp() override {
    StartAgencyPort();
    stub_ = v1::ScreeningService::NewStub(DialAgencyPort(agency_a_));
  }

  static void SetDeadline(grpc::ClientContext& context, std::chrono::seconds from_now) {
    context.set_deadline(std::chrono::system_clock::now() + from_now);
  }

  static v1::ScreenRequest Row(uint32_t number) {
    v1::ScreenRequest request;
    request.mutable_row()->set_row(number);
    return request;
  }

  std::unique_ptr<v1::ScreeningService::Stub> stub_;
};

TEST_F(ScreeningStreamTest, RowsGoInAndAnswersComeOut) {
  grpc::ClientContext context;
  SetDeadline(context, std::chrono::minutes(1));
  const std::unique_ptr<Stream> stream = stub_->Screen(&context);
  for (uint32_t row = 1; row <= 3; ++row) EXPECT_TRUE(stream->Write(Row(row)));
  stream->WritesDone();
  v1::ScreenResponse response;
  for (uint32_t row = 1; row <= 3; ++row) {
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.answer().row(), row);
  }
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(book_.calls(), std::vector<std::string>{"Screen vsx://XAA/agency/immigration/example-airport"});
}

TEST_F(ScreeningStreamTest, DeadlineIsDemanded) {
  for (const bool given : {false, true}) {
    grpc::ClientContext context;
    if (given) SetDeadline(context, std::chrono::hours(2));
    const std::unique_ptr<Stream> stream = stub_->Screen(&context);
    EXPECT_EQ(DetailOf(stream->Finish()).reason(), "DEADLINE_TOO_LATE") << given;
  }
  EXPECT_TRUE(book_.calls().empty());
}

TEST_F(ScreeningStreamTest, FieldThatTheNodeDoesNotKnowIsRefusedInARowToo) {
  grpc::ClientContext context;
  SetDeadline(context, std::chrono::minutes(1));
  const std::unique_ptr<Stream> stream = stub_->Screen(&context);
  v1::ScreenRequest request = Row(1);
  v1::ScreeningRow* row = request.mutable_row();
  row->GetReflection()->MutableUnknownFields(row)->AddVarint(1999, 1);
  EXPECT_TRUE(stream->Write(request));
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(DetailOf(status).reason(), "UNKNOWN_FIELD");
  EXPECT_EQ(DetailOf(status).field(), "row");
}

TEST_F(ScreeningStreamTest, AgencyHasTwoAtOnce) {
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<Stream>> streams;
  v1::ScreenResponse response;
  for (int i = 0; i < 2; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    SetDeadline(*contexts.back(), std::chrono::minutes(1));
    streams.push_back(stub_->Screen(contexts.back().get()));
    ASSERT_TRUE(streams.back()->Write(Row(1)));
    ASSERT_TRUE(streams.back()->Read(&response)) << "it is under way";
  }
  grpc::ClientContext third;
  SetDeadline(third, std::chrono::minutes(1));
  EXPECT_EQ(DetailOf(stub_->Screen(&third)->Finish()).reason(), "TOO_MANY_STREAMS");
  streams.front()->WritesDone();
  EXPECT_FALSE(streams.front()->Read(&response));
  EXPECT_TRUE(streams.front()->Finish().ok());
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext context;
    SetDeadline(context, std::chrono::minutes(1));
    const std::unique_ptr<Stream> stream = stub_->Screen(&context);
    stream->WritesDone();
    return stream->Finish().ok();
  }));
  streams.back()->WritesDone();
  EXPECT_TRUE(streams.back()->Finish().ok());
}

// Who has gone has not said that the list ends there.
TEST_F(ScreeningStreamTest, ClientThatGoesDoesNotEndItsList) {
  grpc::ClientContext context;
  SetDeadline(context, std::chrono::minutes(1));
  const std::unique_ptr<Stream> stream = stub_->Screen(&context);
  v1::ScreenResponse response;
  ASSERT_TRUE(stream->Write(Row(1)));
  ASSERT_TRUE(stream->Read(&response));
  context.TryCancel();
  stream->Finish();
  EXPECT_TRUE(Eventually([&] { return !observed().empty(); }));
  EXPECT_EQ(observed(), std::vector<std::string>{"Screen vsx://XAA/agency/immigration/example-airport CANCELLED"});
}

}  // namespace
}  // namespace vsx::test
