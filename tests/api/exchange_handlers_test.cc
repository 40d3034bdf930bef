#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/api/example_requests.h"

namespace vsx::api {
namespace {

class ExchangeHandlersTest : public ::testing::Test {
 protected:
  ExchangeHandlersTest() {
    CaseWithConsent(federation_);
    federation_.RunDispatch();
    const test::SeenDelivery seen = federation_.link().SeenBy(test::Party("QQB")).at(0);
    request_.set_recipient("QQB");
    request_.set_type(v1::DELIVERY_TYPE_NOTIFICATION);
    request_.set_delivery_id(seen.delivery_id);
    request_.set_sealed_content(seen.sealed_content);
  }

  absl::Status Deliver(const std::string& from = "QQA") {
    response_.Clear();
    return federation_.node("QQB").exchange().Deliver({test::Party(from), "vsx://" + from + "/node/1"}, request_,
                                                      &response_);
  }

  test::TestFederation federation_;
  v1::DeliverRequest request_;
  v1::DeliverResponse response_;
};

TEST_F(ExchangeHandlersTest, DeliveryIsAnsweredWithItsReceipt) {
  ASSERT_TRUE(Deliver().ok()) << Deliver();
  EXPECT_FALSE(response_.receipt_envelope().empty());
}

TEST_F(ExchangeHandlersTest, EveryFaultHasItsReason) {
  const auto expect = [&](absl::StatusCode code, const char* reason, const std::string& from = "QQA") {
    const absl::Status status = Deliver(from);
    EXPECT_EQ(status.code(), code) << reason;
    EXPECT_EQ(domain::ErrorReason(status), reason) << status;
    EXPECT_TRUE(response_.receipt_envelope().empty());
  };
  const v1::DeliverRequest sound = request_;
  const auto invalid = absl::StatusCode::kInvalidArgument;
  request_.set_recipient("nobody");
  expect(invalid, "PARTY_MALFORMED");
  request_.set_recipient("QQC");
  expect(absl::StatusCode::kPermissionDenied, "WRONG_RECIPIENT");
  request_ = sound;
  request_.set_type(static_cast<v1::DeliveryType>(60));
  expect(invalid, "DELIVERY_TYPE_UNKNOWN");
  request_.set_type(v1::DELIVERY_TYPE_WITHDRAWAL);
  expect(invalid, "DELIVERY_NOT_OPENED");
  request_ = sound;
  request_.set_delivery_id("short");
  expect(invalid, "ID_MALFORMED");
  request_ = sound;
  request_.set_sealed_content(std::string(64 * 1024 + 1, 'x'));
  expect(invalid, "DELIVERY_TOO_LARGE");
  request_.set_sealed_content("");
  expect(invalid, "DELIVERY_NOT_OPENED");
  request_ = sound;
  expect(invalid, "DELIVERY_NOT_OPENED", "QQC");
  expect(absl::StatusCode::kPermissionDenied, "PARTY_UNKNOWN", "QQX");
}

}  // namespace
}  // namespace vsx::api
