#include "node/rpc/status_mapping.h"

#include <gtest/gtest.h>

#include "node/domain/error.h"
#include "tests/rpc/port_fixture.h"

namespace vsx::test {
namespace {

TEST(StatusMappingTest, ReasonFieldAndMessageGoOut) {
  const grpc::Status mapped = rpc::ToGrpcStatus(
      domain::InvalidField("CHECK_DIGIT_WRONG", "person.documents[0].number", "the check digit does not hold"));
  EXPECT_EQ(mapped.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(mapped.error_message(), "the check digit does not hold");
  EXPECT_EQ(DetailOf(mapped).reason(), "CHECK_DIGIT_WRONG");
  EXPECT_EQ(DetailOf(mapped).field(), "person.documents[0].number");
}

TEST(StatusMappingTest, MessageWithoutReasonStaysInside) {
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status mapped = rpc::ToGrpcStatus(absl::Status(static_cast<absl::StatusCode>(code), "row 7 of /data"));
    EXPECT_EQ(static_cast<int>(mapped.error_code()), code);
    EXPECT_EQ(mapped.error_message().find("row"), std::string::npos);
    EXPECT_FALSE(mapped.error_message().empty());
    EXPECT_EQ(DetailOf(mapped).reason(), absl::StatusCodeToString(static_cast<absl::StatusCode>(code)));
  }
}

TEST(StatusMappingTest, OkIsOk) { EXPECT_TRUE(rpc::ToGrpcStatus(absl::OkStatus()).ok()); }

}  // namespace
}  // namespace vsx::test
