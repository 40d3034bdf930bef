#include "node/statement/delivery_content.h"

#include <gtest/gtest.h>

#include "crypto/sealed_box.h"
#include "node/domain/error.h"
#include "node/statement/wire.h"
#include "tests/statement/test_federation.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

using domain::DeliveryType;

NotificationContent ExampleContent() {
  return {"notice", "protective", {{3, 1, 1, std::string(32, 's'), "handle"}, {0, 2, 0, "", "other"}}};
}

class DeliveryContentTest : public testing::Test {
 protected:
  absl::StatusOr<std::string> Seal(std::string_view content) const {
    crypto::SystemRandomSource random;
    return SealDelivery(federation_.Trust("QQA"), Party("QQB"), DeliveryType::kWithdrawal, id_, content, kNow, random);
  }
  absl::StatusOr<std::string> Open(std::string_view sealed, std::string_view sender = "QQA",
                                   DeliveryType type = DeliveryType::kWithdrawal, char id = 'i') const {
    return OpenDelivery(federation_.party("QQB").sealing, Party(sender), Party("QQB"), type,
                        IdOf<domain::StatementId>(id), sealed);
  }

  TestFederation federation_;
  domain::StatementId id_ = IdOf<domain::StatementId>('i');
};

TEST_F(DeliveryContentTest, NotificationRoundTrip) {
  const absl::StatusOr<NotificationContent> read = DecodeNotification(EncodeNotification(ExampleContent()));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->notice_envelope, "notice");
  EXPECT_EQ(read->protective_envelope, "protective");
  ASSERT_EQ(read->openings.size(), 2u);
  EXPECT_EQ(read->openings[0].slot, 3);
  EXPECT_EQ(read->openings[0].handle_class, 1);
  EXPECT_EQ(read->openings[0].mark, 1);
  EXPECT_EQ(read->openings[0].salt, std::string(32, 's'));
  EXPECT_EQ(read->openings[0].handle, "handle");
  EXPECT_EQ(read->openings[1].mark, 0);
}

TEST_F(DeliveryContentTest, OtherTypesRoundTrip) {
  EXPECT_EQ(DecodeWithdrawal(EncodeWithdrawal("w")).value(), "w");
  EXPECT_EQ(DecodeRevocation(EncodeRevocation("r")).value(), "r");
}

TEST_F(DeliveryContentTest, ContentOfAnotherTypeIsRefused) {
  EXPECT_EQ(domain::ErrorReason(DecodeNotification(EncodeWithdrawal("w")).status()), "DELIVERY_MALFORMED");
  EXPECT_EQ(domain::ErrorReason(DecodeWithdrawal(EncodeRevocation("r")).status()), "DELIVERY_MALFORMED");
  EXPECT_EQ(domain::ErrorReason(DecodeRevocation(EncodeNotification(ExampleContent())).status()), "DELIVERY_MALFORMED");
  EXPECT_EQ(domain::ErrorReason(DecodeWithdrawal("").status()), "DELIVERY_MALFORMED");
  EXPECT_EQ(domain::ErrorReason(DecodeWithdrawal("garbage").status()), "DELIVERY_MALFORMED");
}

TEST_F(DeliveryContentTest, OpeningsOfUnknownClassMarkOrSlotAreRefused) {
  const auto reason = [](void (*bend)(v1::HandleOpening&)) {
    v1::DeliveryContent message;
    EXPECT_TRUE(Parse(EncodeNotification(ExampleContent()), message));
    bend(*message.mutable_notification()->mutable_openings(0));
    return domain::ErrorReason(DecodeNotification(Serialise(message)).status());
  };
  EXPECT_EQ(reason([](v1::HandleOpening& o) { o.set_handle_class(static_cast<v1::HandleClass>(9)); }),
            "DELIVERY_MALFORMED");
  EXPECT_EQ(reason([](v1::HandleOpening& o) { o.clear_mark(); }), "DELIVERY_MALFORMED");
  EXPECT_EQ(reason([](v1::HandleOpening& o) { o.set_slot(256); }), "DELIVERY_MALFORMED");
  NotificationContent many = ExampleContent();
  many.openings.resize(9, many.openings[0]);
  EXPECT_EQ(domain::ErrorReason(DecodeNotification(EncodeNotification(many)).status()), "DELIVERY_MALFORMED");
}

TEST_F(DeliveryContentTest, SealedContentOpensForItsDeliveryAlone) {
  const std::string sealed = Seal("content").value();
  EXPECT_EQ(sealed.find("content"), std::string::npos);
  EXPECT_EQ(Open(sealed).value(), "content");
  EXPECT_EQ(domain::ErrorReason(Open(sealed, "QQC").status()), "DELIVERY_NOT_OPENED");
  EXPECT_EQ(domain::ErrorReason(Open(sealed, "QQA", DeliveryType::kRevocation).status()), "DELIVERY_NOT_OPENED");
  EXPECT_EQ(domain::ErrorReason(Open(sealed, "QQA", DeliveryType::kWithdrawal, 'j').status()), "DELIVERY_NOT_OPENED");
  EXPECT_FALSE(
      OpenDelivery(federation_.party("QQB").sealing, Party("QQA"), Party("QQC"), DeliveryType::kWithdrawal, id_, sealed)
          .ok());
  EXPECT_FALSE(
      OpenDelivery(federation_.party("QQC").sealing, Party("QQA"), Party("QQB"), DeliveryType::kWithdrawal, id_, sealed)
          .ok());
}

TEST_F(DeliveryContentTest, AlteredOrCutContentDoesNotOpen) {
  const std::string sealed = Seal("content").value();
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string flipped = sealed;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    EXPECT_EQ(domain::ErrorReason(Open(flipped).status()), "DELIVERY_NOT_OPENED") << i;
    EXPECT_EQ(domain::ErrorReason(Open(sealed.substr(0, i)).status()), "DELIVERY_NOT_OPENED") << i;
  }
}

TEST_F(DeliveryContentTest, SizesAreBounded) {
  const size_t largest = kMaxSealedDeliveryBytes - crypto::kSealedOverhead;
  EXPECT_EQ(Seal(std::string(largest, 'x'))->size(), kMaxSealedDeliveryBytes);
  EXPECT_EQ(domain::ErrorReason(Seal(std::string(largest + 1, 'x')).status()), "DELIVERY_TOO_LARGE");
  EXPECT_EQ(domain::ErrorReason(Open(std::string(kMaxSealedDeliveryBytes + 1, 'x')).status()), "DELIVERY_TOO_LARGE");
}

TEST_F(DeliveryContentTest, WithoutASealingKeyNothingIsSealed) {
  federation_.records.erase("QQB");
  const absl::Status status = Seal("content").status();
  EXPECT_EQ(domain::ErrorReason(status), "SEALING_KEY_MISSING");
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace vsx::statement
