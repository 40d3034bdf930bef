#include "node/statement/withdrawal.h"

#include <gtest/gtest.h>

#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/wire.h"
#include "tests/statement/test_federation.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

Withdrawal ExampleWithdrawal() {
  return {Party("QQA"),
          Party("QQB"),
          IdOf<domain::StatementId>('w'),
          {IdOf<domain::CopyId>('c'), IdOf<domain::CopyId>('d')},
          kNow};
}

Revocation ExampleRevocation() {
  return {Party("QQA"),
          Party("QQB"),
          IdOf<domain::StatementId>('r'),
          {IdOf<domain::CopyId>('c')},
          domain::RevocationReason::kAtPersonsRequest,
          kNow};
}

class WithdrawalTest : public testing::Test {
 protected:
  template <typename Message>
  std::string SignBent(StatementType type, const SignedStatement& original, const crypto::Signer& signer,
                       void (*bend)(Message&)) const {
    Message message;
    EXPECT_TRUE(Parse(DecodeEnvelope(original.envelope, kMaxStatementBytes)->payload, message));
    bend(message);
    return SignStatement(type, Serialise(message), signer)->envelope;
  }
  absl::Status VerifyBent(void (*bend)(v1::Withdrawal&)) const {
    const std::string envelope =
        SignBent(StatementType::kWithdrawal, *SignWithdrawal(ExampleWithdrawal(), operations_), operations_, bend);
    return VerifyWithdrawal(trust_, envelope, Party("QQA"), Party("QQB"), kNow).status();
  }
  absl::Status VerifyBent(void (*bend)(v1::Revocation&)) const {
    const std::string envelope =
        SignBent(StatementType::kRevocation, *SignRevocation(ExampleRevocation(), attestation_), attestation_, bend);
    return VerifyRevocation(trust_, envelope, Party("QQA"), Party("QQB"), kNow).status();
  }

  TestFederation federation_;
  TrustStore trust_ = federation_.Trust("QQB");
  const crypto::Signer& operations_ = *federation_.party("QQA").operations;
  const crypto::Signer& attestation_ = *federation_.party("QQA").attestation;
};

TEST_F(WithdrawalTest, RoundTrip) {
  const SignedStatement signed_statement = SignWithdrawal(ExampleWithdrawal(), operations_).value();
  const auto verified = VerifyWithdrawal(trust_, signed_statement.envelope, Party("QQA"), Party("QQB"), kNow);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->content, ExampleWithdrawal());
  EXPECT_EQ(verified->statement.payload_sha256, signed_statement.payload_sha256);
}

TEST_F(WithdrawalTest, RevocationRoundTrip) {
  for (const auto reason :
       {domain::RevocationReason::kIssuedInError, domain::RevocationReason::kSuperseded,
        domain::RevocationReason::kAtPersonsRequest, domain::RevocationReason::kNegativeAssessment}) {
    Revocation revocation = ExampleRevocation();
    revocation.reason = reason;
    const SignedStatement signed_statement = SignRevocation(revocation, attestation_).value();
    const auto verified = VerifyRevocation(trust_, signed_statement.envelope, Party("QQA"), Party("QQB"), kNow);
    ASSERT_TRUE(verified.ok()) << verified.status();
    EXPECT_EQ(verified->content, revocation);
  }
}

// A leaked operations key withdraws (which protects) but cannot revoke, and the reverse.
TEST_F(WithdrawalTest, EachIsForItsOwnRole) {
  const std::string revocation = SignRevocation(ExampleRevocation(), operations_)->envelope;
  EXPECT_EQ(domain::ErrorReason(VerifyRevocation(trust_, revocation, Party("QQA"), Party("QQB"), kNow).status()),
            "WRONG_ROLE");
  const std::string withdrawal = SignWithdrawal(ExampleWithdrawal(), attestation_)->envelope;
  EXPECT_EQ(domain::ErrorReason(VerifyWithdrawal(trust_, withdrawal, Party("QQA"), Party("QQB"), kNow).status()),
            "WRONG_ROLE");
}

TEST_F(WithdrawalTest, OfOrForAnotherPartyIsRefused) {
  EXPECT_EQ(domain::ErrorReason(VerifyBent([](v1::Withdrawal& w) { w.set_issuer("QQC"); })), "WRONG_ISSUER");
  EXPECT_EQ(domain::ErrorReason(VerifyBent([](v1::Withdrawal& w) { w.set_recipient("QQC"); })), "WRONG_RECIPIENT");
  EXPECT_EQ(domain::ErrorReason(VerifyBent([](v1::Revocation& r) { r.set_issuer("QQC"); })), "WRONG_ISSUER");
  EXPECT_EQ(domain::ErrorReason(VerifyBent([](v1::Revocation& r) { r.set_recipient("QQC"); })), "WRONG_RECIPIENT");
}

TEST_F(WithdrawalTest, MalformedOnesAreRefusedByField) {
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Withdrawal& w) { w.set_withdrawal_id("x"); })), "withdrawal_id");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Withdrawal& w) { w.clear_copy_ids(); })), "copy_ids");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Withdrawal& w) { w.add_copy_ids("x"); })), "copy_ids");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Withdrawal& w) { w.add_copy_ids(w.copy_ids(0)); })), "copy_ids");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Withdrawal& w) {
              for (char c = 0; c < 63; ++c) w.add_copy_ids(std::string(16, c));
            })),
            "copy_ids");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Withdrawal& w) { w.set_withdrawn_at(0); })), "withdrawn_at");
  EXPECT_EQ(domain::ErrorReason(VerifyBent([](v1::Withdrawal& w) { w.set_version(9); })), "VERSION_UNKNOWN");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Revocation& r) { r.set_revocation_id("x"); })), "revocation_id");
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Revocation& r) { r.set_revoked_at(-1); })), "revoked_at");
}

// What works against the person needs a reason that this node knows.
TEST_F(WithdrawalTest, ARevocationWithoutAKnownReasonIsRefused) {
  EXPECT_EQ(domain::ErrorField(VerifyBent([](v1::Revocation& r) { r.clear_reason(); })), "reason");
  EXPECT_EQ(
      domain::ErrorField(VerifyBent([](v1::Revocation& r) { r.set_reason(static_cast<v1::RevocationReason>(5)); })),
      "reason");
}

TEST_F(WithdrawalTest, WhatNoReaderWouldTakeIsNotSigned) {
  Withdrawal withdrawal = ExampleWithdrawal();
  withdrawal.copy_ids.clear();
  EXPECT_EQ(domain::ErrorReason(SignWithdrawal(withdrawal, operations_).status()), "STATEMENT_MALFORMED");
}

}  // namespace
}  // namespace vsx::statement
