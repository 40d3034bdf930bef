#include "node/rpc/unknown_fields.h"

#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include "node/domain/error.h"
#include "vsx/v1/case.pb.h"

namespace vsx::rpc {
namespace {

void Plant(google::protobuf::Message& message) {
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(1999, 1);
}

TEST(UnknownFieldsTest, KnownFieldsPass) {
  v1::RegisterCaseRequest request;
  request.mutable_context()->set_officer("example");
  request.mutable_person()->add_names();
  request.mutable_person()->set_status(static_cast<v1::CaseStatus>(99));  // unknown values are the handler's matter
  EXPECT_TRUE(RefuseUnknownFields(request).ok());
}

TEST(UnknownFieldsTest, IsFoundAtEveryDepth) {
  v1::RegisterCaseRequest top;
  Plant(top);
  EXPECT_EQ(domain::ErrorReason(RefuseUnknownFields(top)), "UNKNOWN_FIELD");
  EXPECT_EQ(domain::ErrorField(RefuseUnknownFields(top)), "");

  v1::RegisterCaseRequest single;
  Plant(*single.mutable_person());
  EXPECT_EQ(domain::ErrorField(RefuseUnknownFields(single)), "person");

  v1::RegisterCaseRequest repeated;
  repeated.mutable_person()->add_documents();
  Plant(*repeated.mutable_person()->add_documents());
  const absl::Status refused = RefuseUnknownFields(repeated);
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ErrorField(refused), "person.documents[1]");
}

}  // namespace
}  // namespace vsx::rpc
