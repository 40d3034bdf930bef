#include "node/statement/notification.h"

#include <gtest/gtest.h>

#include "node/domain/error.h"
#include "tests/statement/test_federation.h"

namespace vsx::statement {
namespace {

using domain::Purpose;

class NotificationTest : public testing::Test {
 protected:
  SignedCopy Sign(Purpose purpose) const {
    return SignExampleCopy(federation_, Permitted(ExampleFacts(), purpose)).value();
  }
  absl::StatusOr<VerifiedNotification> Verify(const NotificationContent& content) const {
    return VerifyNotification(trust_, content, Party("QQA"), Party("QQB"), kNow);
  }
  std::string ReasonOf(const NotificationContent& content) const {
    return domain::ErrorReason(Verify(content).status());
  }
  NotificationContent Full() const {
    const SignedCopy protective = Sign(Purpose::kProtectiveCheck);
    return {Sign(Purpose::kNotifyLevel2).envelope, protective.envelope, protective.openings};
  }

  TestFederation federation_;
  TrustStore trust_ = federation_.Trust("QQB");
};

TEST_F(NotificationTest, LevelOneComesAlone) {
  const NotificationContent content{Sign(Purpose::kNotifyLevel1).envelope, "", {}};
  const auto verified = Verify(content);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->notice.content.purpose, Purpose::kNotifyLevel1);
  EXPECT_FALSE(verified->protective.has_value());
}

TEST_F(NotificationTest, LevelTwoMayBringTheProtectiveCopyWithItsOpenings) {
  const auto verified = Verify(Full());
  ASSERT_TRUE(verified.ok()) << verified.status();
  ASSERT_TRUE(verified->protective.has_value());
  EXPECT_EQ(verified->protective->content.purpose, Purpose::kProtectiveCheck);
}

TEST_F(NotificationTest, PartsThatDoNotBelongTogetherAreRefused) {
  NotificationContent content = Full();
  content.notice_envelope = Sign(Purpose::kNotifyLevel1).envelope;
  EXPECT_EQ(ReasonOf(content), "DELIVERY_MALFORMED");
  content = Full();
  content.notice_envelope = content.protective_envelope;
  EXPECT_EQ(ReasonOf(content), "DELIVERY_MALFORMED");
  content = Full();
  content.protective_envelope = Sign(Purpose::kConsularAssistance).envelope;
  EXPECT_EQ(ReasonOf(content), "DELIVERY_MALFORMED");
  content = Full();
  content.protective_envelope.clear();
  EXPECT_EQ(ReasonOf(content), "DELIVERY_MALFORMED");
  content = Full();
  content.openings.push_back(content.openings[0]);
  EXPECT_EQ(ReasonOf(content), "DELIVERY_MALFORMED");
}

TEST_F(NotificationTest, AnOpeningThatDoesNotOpenIsRefused) {
  NotificationContent content = Full();
  content.openings[1].salt[5] ^= 1;
  EXPECT_EQ(ReasonOf(content), "OPENING_INVALID");
}

TEST_F(NotificationTest, FaultsSayInWhichCopy) {
  NotificationContent content = Full();
  content.protective_envelope = "garbage";
  const absl::Status status = Verify(content).status();
  EXPECT_EQ(domain::ErrorReason(status), "ENVELOPE_MALFORMED");
  EXPECT_EQ(domain::ErrorField(status), "protective.envelope");
  content.notice_envelope = "garbage";
  EXPECT_EQ(domain::ErrorField(Verify(content).status()), "notice.envelope");
}

}  // namespace
}  // namespace vsx::statement
