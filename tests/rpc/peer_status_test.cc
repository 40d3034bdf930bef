#include "node/peer/peer_status.h"

#include <gtest/gtest.h>

#include "node/domain/error.h"
#include "node/rpc/status_mapping.h"
#include "vsx/v1/error.pb.h"

namespace vsx::peer {
namespace {

TEST(PeerStatusTest, RefusalOfTheNodeKeepsCodeReasonAndField) {
  const absl::Status sent = domain::InvalidField("WRONG_RECIPIENT", "recipient", "for another Party");
  const absl::Status back = FromPeerStatus(rpc::ToGrpcStatus(sent));
  EXPECT_EQ(back.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ErrorReason(back), "WRONG_RECIPIENT");
  EXPECT_EQ(domain::ErrorField(back), "recipient");
}

TEST(PeerStatusTest, RefusalWithoutDetailMayPass) {
  for (int code = 1; code <= 16; ++code) {
    if (code == static_cast<int>(grpc::StatusCode::DEADLINE_EXCEEDED)) continue;
    const absl::Status back = FromPeerStatus(grpc::Status(static_cast<grpc::StatusCode>(code), "from the network"));
    EXPECT_EQ(back.code(), absl::StatusCode::kUnavailable) << code;
    EXPECT_EQ(domain::ErrorReason(back), "PEER_NOT_REACHED");
  }
}

TEST(PeerStatusTest, TroubleOfTheMomentMayPass) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kUnauthenticated, absl::StatusCode::kResourceExhausted, absl::StatusCode::kInternal,
        absl::StatusCode::kAborted, absl::StatusCode::kDataLoss, absl::StatusCode::kCancelled}) {
    const absl::Status back = FromPeerStatus(rpc::ToGrpcStatus(domain::Error(code, "SOME_REASON", "", "example")));
    EXPECT_EQ(back.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(domain::ErrorReason(back), "SOME_REASON");
  }
}

TEST(PeerStatusTest, PeerCannotSpeakInTheNameOfTheNodeThatAsks) {
  for (const std::string_view reason : {"OFFICER_BUDGET_EXHAUSTED", "OWN_RECORDS_UNREADABLE", "INDEX_FORKED"}) {
    for (const absl::StatusCode code : {absl::StatusCode::kInvalidArgument, absl::StatusCode::kInternal}) {
      const absl::Status back = FromPeerStatus(rpc::ToGrpcStatus(domain::Error(code, reason, "", "example")));
      EXPECT_EQ(domain::ErrorReason(back), "PEER_REFUSED") << reason;
    }
  }
}

TEST(PeerStatusTest, DeadlineStaysADeadline) {
  const absl::Status back = FromPeerStatus(grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, ""));
  EXPECT_EQ(back.code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(PeerStatusTest, HostileTextIsNotTakenOver) {
  const auto hostile = [](const std::string& reason, const std::string& field) {
    const absl::Status sent = domain::Error(absl::StatusCode::kInvalidArgument, reason, field, "hostile\ntext");
    return FromPeerStatus(rpc::ToGrpcStatus(sent));
  };
  EXPECT_EQ(hostile("GOOD_REASON", "bad field\n").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ErrorField(hostile("GOOD_REASON", "bad field\n")), "");
  EXPECT_EQ(hostile("GOOD_REASON", "").message().find("hostile"), absl::string_view::npos);
  EXPECT_EQ(hostile("bad reason", "").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(hostile(std::string(65, 'A'), "").code(), absl::StatusCode::kUnavailable);
  const absl::Status garbage = FromPeerStatus(grpc::Status(grpc::StatusCode::NOT_FOUND, "", "\xff\xfe garbage"));
  EXPECT_EQ(garbage.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace vsx::peer
