#include "node/statement/check_receipt.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/wire.h"
#include "tests/statement/test_federation.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

constexpr std::string_view kHandle = "vsx-handle-v1|document|P|QQB|XX0000001";

CheckReceipt ExampleReceipt() {
  CheckReceipt receipt{.party = Party("QQB"),
                       .check_id = IdOf<domain::CheckId>('k'),
                       .agency = "vsx://QQB/agency/immigration/example",
                       .officer = "EX-0001",
                       .measure = "REMOVAL",
                       .stage = "IMMIGRATION",
                       .file_number = "EXAMPLE-1",
                       .person_present = true,
                       .checked_at = kNow,
                       .valid_until = {kNow.seconds + 3600},
                       .manifest_version = 1,
                       .handle_classes = {domain::HandleClass::kDocument},
                       .handle_commitments = {},
                       .outcome = domain::CheckOutcome::kIncomplete,
                       .consultations = {},
                       .member_states_outside = {Party("QQZ")}};
  receipt.handle_commitments = {HandleCommitmentForReceipt(receipt.check_id, std::string(32, 's'), kHandle).value()};
  receipt.consultations = {{Party("QQB"), domain::ConsultationStatus::kConsulted, "", kNow},
                           {Party("QQA"), domain::ConsultationStatus::kStanding, "INDEX_MISSING", {}},
                           {.party = Party("QQC"),
                            .status = domain::ConsultationStatus::kTransient,
                            .reason = "BUDGET_EXHAUSTED",
                            .as_of = std::nullopt,
                            .next_capacity_at = domain::UnixTime{kNow.seconds + 432}}};
  return receipt;
}

class CheckReceiptTest : public testing::Test {
 protected:
  absl::StatusOr<Verified<CheckReceipt>> Verify(std::string_view envelope) const {
    return VerifyCheckReceipt(trust_, envelope, kNow);
  }
  absl::Status VerifyBent(void (*bend)(v1::CheckReceipt&)) const {
    v1::CheckReceipt message;
    const std::string original = SignCheckReceipt(ExampleReceipt(), operations_)->envelope;
    EXPECT_TRUE(Parse(DecodeEnvelope(original, kMaxStatementBytes)->payload, message));
    bend(message);
    return Verify(SignStatement(StatementType::kCheckReceipt, Serialise(message), operations_)->envelope).status();
  }

  TestFederation federation_;
  TrustStore trust_ = federation_.Trust("QQB");
  const crypto::Signer& operations_ = *federation_.party("QQB").operations;
};

TEST_F(CheckReceiptTest, RoundTrip) {
  const auto verified = Verify(SignCheckReceipt(ExampleReceipt(), operations_)->envelope);
  ASSERT_TRUE(verified.ok()) << verified.status();
  const CheckReceipt& read = verified->content;
  EXPECT_EQ(read.party, Party("QQB"));
  EXPECT_EQ(read.check_id, IdOf<domain::CheckId>('k'));
  EXPECT_EQ(read.agency, "vsx://QQB/agency/immigration/example");
  EXPECT_EQ(read.officer, "EX-0001");
  EXPECT_EQ(read.measure, "REMOVAL");
  EXPECT_EQ(read.stage, "IMMIGRATION");
  EXPECT_EQ(read.file_number, "EXAMPLE-1");
  EXPECT_TRUE(read.person_present);
  EXPECT_EQ(read.checked_at, kNow);
  EXPECT_EQ(read.valid_until.seconds, kNow.seconds + 3600);
  EXPECT_EQ(read.manifest_version, 1u);
  EXPECT_EQ(read.handle_classes, std::vector<domain::HandleClass>{domain::HandleClass::kDocument});
  EXPECT_EQ(read.handle_commitments, ExampleReceipt().handle_commitments);
  EXPECT_EQ(read.outcome, domain::CheckOutcome::kIncomplete);
  ASSERT_EQ(read.consultations.size(), 3u);
  EXPECT_EQ(read.consultations[0].as_of, kNow);
  EXPECT_EQ(read.consultations[0].next_capacity_at, std::nullopt);
  EXPECT_EQ(read.consultations[1].status, domain::ConsultationStatus::kStanding);
  EXPECT_EQ(read.consultations[1].reason, "INDEX_MISSING");
  EXPECT_EQ(read.consultations[1].as_of, std::nullopt);
  EXPECT_EQ(read.consultations[2].next_capacity_at, domain::UnixTime{kNow.seconds + 432});
  EXPECT_EQ(read.member_states_outside, std::vector<domain::PartyCode>{Party("QQZ")});
}

TEST_F(CheckReceiptTest, OnlyTheNamedPartysOperationsKeySigns) {
  const auto reason = [&](const crypto::Signer& signer) {
    return domain::ErrorReason(Verify(SignCheckReceipt(ExampleReceipt(), signer)->envelope).status());
  };
  EXPECT_EQ(reason(*federation_.party("QQB").attestation), "WRONG_ROLE");
  EXPECT_EQ(reason(*federation_.party("QQA").operations), "SIGNATURE_INVALID");
  EXPECT_EQ(domain::ErrorReason(Verify("garbage").status()), "ENVELOPE_MALFORMED");
  const auto other = SignStatement(StatementType::kErasureReceipt, "x", operations_);
  EXPECT_EQ(domain::ErrorReason(Verify(other->envelope).status()), "WRONG_STATEMENT_TYPE");
}

TEST_F(CheckReceiptTest, CommitmentIsTheHashOfTheProtocol) {
  const std::string by_hand = std::string("\0\0\0\x13vsx/check-handle/v1", 23) + std::string(16, 'k') +
                              std::string(32, 's') + std::string("\0\0\0\x26", 4) + std::string(kHandle);
  EXPECT_EQ(HandleCommitmentForReceipt(IdOf<domain::CheckId>('k'), std::string(32, 's'), kHandle).value(),
            crypto::Sha256(by_hand));
  EXPECT_FALSE(HandleCommitmentForReceipt(IdOf<domain::CheckId>('k'), "short", kHandle).ok());
  EXPECT_FALSE(HandleCommitmentForReceipt(IdOf<domain::CheckId>('k'), std::string(32, 's'), "").ok());
}

TEST_F(CheckReceiptTest, AHandleIsShownOnlyByItsSalt) {
  const CheckReceipt receipt = ExampleReceipt();
  EXPECT_TRUE(VerifyReceiptHandle(receipt, 0, std::string(32, 's'), kHandle).ok());
  for (const absl::Status& status :
       {VerifyReceiptHandle(receipt, 1, std::string(32, 's'), kHandle),
        VerifyReceiptHandle(receipt, 0, std::string(32, 't'), kHandle),
        VerifyReceiptHandle(receipt, 0, "short", kHandle),
        VerifyReceiptHandle(receipt, 0, std::string(32, 's'), "vsx-handle-v1|document|P|QQB|XX0000002")}) {
    EXPECT_EQ(domain::ErrorReason(status), "HANDLE_NOT_IN_RECEIPT");
  }
}

TEST_F(CheckReceiptTest, NoRecordBesideAPartyNotConsultedIsNeverSignedNorRead) {
  CheckReceipt receipt = ExampleReceipt();
  receipt.outcome = domain::CheckOutcome::kNoRecord;
  EXPECT_EQ(domain::ErrorField(SignCheckReceipt(receipt, operations_).status()), "outcome");
  receipt.consultations.clear();
  EXPECT_EQ(domain::ErrorField(SignCheckReceipt(receipt, operations_).status()), "outcome");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.set_outcome(v1::CHECK_OUTCOME_NO_RECORD); })),
            "outcome");
}

TEST_F(CheckReceiptTest, MalformedOnesAreRefusedByField) {
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.set_party("qqb"); })), "party");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.set_check_id("x"); })), "check_id");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.set_officer("\x1b"); })), "officer");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.set_file_number(std::string(257, 'x')); })),
            "file_number");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.clear_outcome(); })), "outcome");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.clear_valid_until(); })), "valid_until");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.add_handle_commitments("x"); })),
            "handle_commitments");
  EXPECT_EQ(domain::ErrorField(
                VerifyBent([](v1::CheckReceipt& r) { r.add_handle_classes(static_cast<v1::HandleClass>(9)); })),
            "handle_classes");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.mutable_consultations(0)->clear_status(); })),
            "consultations.status");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::CheckReceipt& r) { r.add_member_states_outside(""); })),
            "member_states_outside");
}

}  // namespace
}  // namespace vsx::statement
