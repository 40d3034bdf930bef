#include "node/statement/receipts.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/wire.h"
#include "tests/statement/test_federation.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

DeliveryReceipt ExampleDelivery() {
  return {Party("QQB"),
          Party("QQA"),
          StatementType::kAttestationCopy,
          IdOf<domain::StatementId>('c'),
          crypto::Sha256("notice"),
          crypto::Sha256("protective"),
          kNow};
}

ErasureReceipt ExampleErasure() {
  return {Party("QQB"), Party("QQA"), IdOf<domain::StatementId>('w'), crypto::Sha256("withdrawal"), kNow};
}

domain::OutboxItem ItemFor(const DeliveryReceipt& receipt) {
  domain::OutboxItem item{.id = IdOf<domain::StatementId>('i'),
                          .recipient = receipt.recipient,
                          .type = domain::DeliveryType::kNotification,
                          .case_id = IdOf<domain::CaseId>('k')};
  item.statement_type = std::string(PayloadType(receipt.statement_type));
  item.statement_id = std::string(receipt.statement_id.bytes());
  item.payload_sha256 = receipt.payload_sha256;
  item.protective_sha256 = receipt.protective_payload_sha256;
  return item;
}

class ReceiptsTest : public testing::Test {
 protected:
  absl::Status VerifyBent(void (*bend)(v1::DeliveryReceipt&)) const {
    v1::DeliveryReceipt message;
    const std::string original = SignDeliveryReceipt(ExampleDelivery(), operations_)->envelope;
    EXPECT_TRUE(Parse(DecodeEnvelope(original, kMaxStatementBytes)->payload, message));
    bend(message);
    const auto envelope = SignStatement(StatementType::kDeliveryReceipt, Serialise(message), operations_);
    return VerifyDeliveryReceipt(trust_, envelope->envelope, Party("QQB"), Party("QQA"), kNow).status();
  }
  absl::Status VerifyBent(void (*bend)(v1::ErasureReceipt&)) const {
    v1::ErasureReceipt message;
    const std::string original = SignErasureReceipt(ExampleErasure(), operations_)->envelope;
    EXPECT_TRUE(Parse(DecodeEnvelope(original, kMaxStatementBytes)->payload, message));
    bend(message);
    const auto envelope = SignStatement(StatementType::kErasureReceipt, Serialise(message), operations_);
    return VerifyErasureReceipt(trust_, envelope->envelope, Party("QQB"), Party("QQA"), kNow).status();
  }

  TestFederation federation_;
  TrustStore trust_ = federation_.Trust("QQA");
  const crypto::Signer& operations_ = *federation_.party("QQB").operations;
};

TEST_F(ReceiptsTest, RoundTrips) {
  const auto delivery = VerifyDeliveryReceipt(trust_, SignDeliveryReceipt(ExampleDelivery(), operations_)->envelope,
                                              Party("QQB"), Party("QQA"), kNow);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_EQ(delivery->content, ExampleDelivery());
  const auto erasure = VerifyErasureReceipt(trust_, SignErasureReceipt(ExampleErasure(), operations_)->envelope,
                                            Party("QQB"), Party("QQA"), kNow);
  ASSERT_TRUE(erasure.ok()) << erasure.status();
  EXPECT_EQ(erasure->content, ExampleErasure());
}

// Another Party cannot acknowledge in the recipient's place.
TEST_F(ReceiptsTest, OnlyTheRecipientMaySign) {
  const std::string envelope = SignDeliveryReceipt(ExampleDelivery(), *federation_.party("QQC").operations)->envelope;
  EXPECT_EQ(domain::ErrorReason(VerifyDeliveryReceipt(trust_, envelope, Party("QQB"), Party("QQA"), kNow).status()),
            "SIGNATURE_INVALID");
  EXPECT_EQ(domain::ErrorReason(VerifyDeliveryReceipt(trust_, envelope, Party("QQC"), Party("QQA"), kNow).status()),
            "WRONG_ISSUER");
}

TEST_F(ReceiptsTest, AReceiptForAnotherIssuerIsRefused) {
  EXPECT_EQ(domain::ErrorReason(VerifyBent([](v1::DeliveryReceipt& r) { r.set_issuer("QQC"); })), "WRONG_RECIPIENT");
  EXPECT_EQ(domain::ErrorReason(VerifyBent([](v1::ErasureReceipt& r) { r.set_issuer("QQC"); })), "WRONG_RECIPIENT");
}

TEST_F(ReceiptsTest, MalformedOnesAreRefusedByField) {
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::DeliveryReceipt& r) { r.set_statement_type("x"); })),
            "statement_type");
  EXPECT_EQ(domain::ErrorField(VerifyBent(
                [](v1::DeliveryReceipt& r) { r.set_statement_type("application/vnd.vsx.manifest.v1+protobuf"); })),
            "statement_type");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::DeliveryReceipt& r) { r.set_statement_id("x"); })), "statement_id");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::DeliveryReceipt& r) { r.set_payload_sha256("x"); })),
            "payload_sha256");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::DeliveryReceipt& r) { r.set_protective_payload_sha256("x"); })),
            "protective_payload_sha256");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::DeliveryReceipt& r) { r.clear_received_at(); })), "received_at");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::ErasureReceipt& r) { r.clear_scope(); })), "scope");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::ErasureReceipt& r) { r.set_withdrawal_id("x"); })), "withdrawal_id");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::ErasureReceipt& r) { r.set_payload_sha256(""); })), "payload_sha256");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::ErasureReceipt& r) { r.clear_erased_at(); })), "erased_at");
}

TEST_F(ReceiptsTest, AReceiptAnswersExactlyItsDelivery) {
  const DeliveryReceipt receipt = ExampleDelivery();
  const domain::OutboxItem item = ItemFor(receipt);
  EXPECT_TRUE(CheckReceiptAnswers(receipt, item).ok());
  const auto mismatch = [&](void (*bend)(DeliveryReceipt&)) {
    DeliveryReceipt bent = receipt;
    bend(bent);
    return domain::ErrorReason(CheckReceiptAnswers(bent, item));
  };
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.recipient = Party("QQC"); }), "RECEIPT_MISMATCH");
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.statement_type = StatementType::kRevocation; }), "RECEIPT_MISMATCH");
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.statement_id = IdOf<domain::StatementId>('d'); }), "RECEIPT_MISMATCH");
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.payload_sha256[0] ^= 1; }), "RECEIPT_MISMATCH");
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.protective_payload_sha256.clear(); }), "RECEIPT_MISMATCH");
}

TEST_F(ReceiptsTest, AReceiptAnswersExactlyItsAccessNotice) {
  DeliveryReceipt receipt = ExampleDelivery();
  receipt.statement_type = StatementType::kAccessNotice;
  receipt.protective_payload_sha256.clear();
  const auto verified = VerifyDeliveryReceipt(trust_, SignDeliveryReceipt(receipt, operations_)->envelope, Party("QQB"),
                                              Party("QQA"), kNow);
  ASSERT_TRUE(verified.ok()) << verified.status();
  domain::PendingAccessNotice notice{
      .recipient = receipt.recipient, .delivery_id = IdOf<domain::StatementId>('i'), .notice_id = receipt.statement_id};
  notice.payload_sha256 = receipt.payload_sha256;
  EXPECT_TRUE(CheckReceiptAnswers(verified->content, notice).ok());
  const auto mismatch = [&](void (*bend)(DeliveryReceipt&)) {
    DeliveryReceipt bent = receipt;
    bend(bent);
    return domain::ErrorReason(CheckReceiptAnswers(bent, notice));
  };
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.recipient = Party("QQC"); }), "RECEIPT_MISMATCH");
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.statement_type = StatementType::kRevocation; }), "RECEIPT_MISMATCH");
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.statement_id = IdOf<domain::StatementId>('d'); }), "RECEIPT_MISMATCH");
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.payload_sha256[0] ^= 1; }), "RECEIPT_MISMATCH");
  EXPECT_EQ(mismatch([](DeliveryReceipt& r) { r.protective_payload_sha256 = std::string(32, 'p'); }),
            "RECEIPT_MISMATCH");
}

TEST_F(ReceiptsTest, AnErasureReceiptAnswersExactlyItsWithdrawal) {
  const ErasureReceipt receipt = ExampleErasure();
  domain::OutboxItem item{.id = IdOf<domain::StatementId>('i'),
                          .recipient = receipt.recipient,
                          .type = domain::DeliveryType::kWithdrawal,
                          .case_id = IdOf<domain::CaseId>('k')};
  item.statement_type = std::string(PayloadType(StatementType::kWithdrawal));
  item.statement_id = std::string(receipt.withdrawal_id.bytes());
  item.payload_sha256 = receipt.payload_sha256;
  EXPECT_TRUE(CheckReceiptAnswers(receipt, item).ok());
  item.statement_type = std::string(PayloadType(StatementType::kRevocation));
  EXPECT_FALSE(CheckReceiptAnswers(receipt, item).ok());
  item.statement_type = std::string(PayloadType(StatementType::kWithdrawal));
  item.payload_sha256 = crypto::Sha256("another");
  EXPECT_EQ(domain::ErrorReason(CheckReceiptAnswers(receipt, item)), "RECEIPT_MISMATCH");
}

}  // namespace
}  // namespace vsx::statement
