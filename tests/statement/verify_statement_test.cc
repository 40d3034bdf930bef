#include "node/statement/verify_statement.h"

#include <gtest/gtest.h>

#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/sign_statement.h"
#include "tests/statement/test_federation.h"

namespace vsx::statement {
namespace {

constexpr StatementType kAllTypes[] = {StatementType::kAttestationCopy, StatementType::kRevocation,
                                       StatementType::kWithdrawal,      StatementType::kDeliveryReceipt,
                                       StatementType::kErasureReceipt,  StatementType::kCheckReceipt};

std::string Sign(StatementType type, const crypto::Signer& signer, std::string_view payload = "payload") {
  return SignStatement(type, payload, signer)->envelope;
}

std::string ReasonOf(const absl::StatusOr<VerifiedStatement>& verified) {
  return domain::ErrorReason(verified.status());
}

class VerifyStatementTest : public testing::Test {
 protected:
  absl::StatusOr<VerifiedStatement> Verify(std::string_view envelope, StatementType type,
                                           std::string_view signer = "QQB") const {
    return VerifyStatement(federation_.Trust(), envelope, type, Party(signer), kNow);
  }
  const crypto::Signer& SignerOf(std::string_view party, crypto::KeyRole role) const {
    const TestParty& keys = federation_.party(party);
    switch (role) {
      case crypto::KeyRole::kRoot:
        return *keys.roots[1];
      case crypto::KeyRole::kAttestation:
        return *keys.attestation;
      case crypto::KeyRole::kOperations:
        return *keys.operations;
      default:
        return *keys.log;
    }
  }

  TestFederation federation_;
};

TEST_F(VerifyStatementTest, TheRightRoleOfTheRightPartyVerifies) {
  for (const StatementType type : kAllTypes) {
    const crypto::Signer& signer = SignerOf("QQB", SigningRole(type));
    const absl::StatusOr<VerifiedStatement> verified = Verify(Sign(type, signer), type);
    ASSERT_TRUE(verified.ok()) << verified.status();
    EXPECT_EQ(verified->payload, "payload");
    EXPECT_EQ(verified->payload_sha256, crypto::Sha256("payload"));
    EXPECT_EQ(verified->key_id, signer.verify_key().KeyId());
    EXPECT_FALSE(verified->key_expired);
    EXPECT_FALSE(verified->key_distrusted);
  }
}

TEST_F(VerifyStatementTest, EveryOtherRoleOfThePartyIsTheWrongRole) {
  for (const StatementType type : kAllTypes) {
    for (const crypto::KeyRole role :
         {crypto::KeyRole::kRoot, crypto::KeyRole::kAttestation, crypto::KeyRole::kOperations, crypto::KeyRole::kLog}) {
      if (role == SigningRole(type)) continue;
      const absl::StatusOr<VerifiedStatement> verified = Verify(Sign(type, SignerOf("QQB", role)), type);
      EXPECT_EQ(ReasonOf(verified), "WRONG_ROLE");
      EXPECT_EQ(verified.status().code(), absl::StatusCode::kPermissionDenied);
    }
  }
}

TEST_F(VerifyStatementTest, AnotherPartysSignatureIsAForgery) {
  const StatementType type = StatementType::kWithdrawal;
  EXPECT_EQ(ReasonOf(Verify(Sign(type, *federation_.party("QQC").operations), type)), "SIGNATURE_INVALID");
  EXPECT_EQ(ReasonOf(Verify(Sign(type, *SignerFrom("a stranger")), type)), "SIGNATURE_INVALID");
}

TEST_F(VerifyStatementTest, TheKeyIdIsOnlyAHint) {
  crypto::Envelope envelope =
      crypto::SignEnvelope(PayloadType(StatementType::kWithdrawal), "payload", *SignerFrom("a stranger")).value();
  envelope.signatures[0].key_id = federation_.party("QQB").operations->verify_key().KeyId();
  EXPECT_EQ(ReasonOf(Verify(EncodeEnvelope(envelope), StatementType::kWithdrawal)), "SIGNATURE_INVALID");
  envelope =
      crypto::SignEnvelope(PayloadType(StatementType::kWithdrawal), "payload", *federation_.party("QQB").operations)
          .value();
  envelope.signatures[0].key_id = "anything";
  EXPECT_TRUE(Verify(EncodeEnvelope(envelope), StatementType::kWithdrawal).ok());
}

TEST_F(VerifyStatementTest, ExactlyOneSignature) {
  crypto::Envelope envelope =
      crypto::SignEnvelope(PayloadType(StatementType::kWithdrawal), "payload", *federation_.party("QQB").operations)
          .value();
  crypto::Envelope none = envelope;
  none.signatures.clear();
  EXPECT_EQ(ReasonOf(Verify(EncodeEnvelope(none), StatementType::kWithdrawal)), "SIGNATURE_COUNT");
  ASSERT_TRUE(crypto::AddSignature(envelope, *federation_.party("QQC").operations).ok());
  EXPECT_EQ(ReasonOf(Verify(EncodeEnvelope(envelope), StatementType::kWithdrawal)), "SIGNATURE_COUNT");
}

TEST_F(VerifyStatementTest, AStatementOfAnotherKindIsRefused) {
  const std::string envelope = Sign(StatementType::kErasureReceipt, *federation_.party("QQB").operations);
  EXPECT_EQ(ReasonOf(Verify(envelope, StatementType::kDeliveryReceipt)), "WRONG_STATEMENT_TYPE");
}

// The type is part of what is signed: relabelling it breaks the signature.
TEST_F(VerifyStatementTest, ARelabelledStatementIsAForgery) {
  crypto::Envelope envelope =
      crypto::SignEnvelope(PayloadType(StatementType::kErasureReceipt), "payload", *federation_.party("QQB").operations)
          .value();
  envelope.payload_type = std::string(PayloadType(StatementType::kDeliveryReceipt));
  EXPECT_EQ(ReasonOf(Verify(EncodeEnvelope(envelope), StatementType::kDeliveryReceipt)), "SIGNATURE_INVALID");
}

TEST_F(VerifyStatementTest, APartyWithoutRecordVerifiesNothing) {
  federation_.records.erase("QQB");
  const absl::StatusOr<VerifiedStatement> verified =
      Verify(Sign(StatementType::kWithdrawal, *federation_.party("QQB").operations), StatementType::kWithdrawal);
  EXPECT_EQ(ReasonOf(verified), "NO_PARTY_RECORD");
  EXPECT_EQ(verified.status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(VerifyStatementTest, AnExpiredOrDistrustedKeyVerifiesAndIsFlagged) {
  const std::string envelope = Sign(StatementType::kAttestationCopy, *federation_.party("QQB").attestation);
  v1::PartyKey* key = federation_.records.at("QQB").mutable_keys(0);
  const auto verify = [&] { return Verify(envelope, StatementType::kAttestationCopy).value(); };

  key->set_valid_until(kNow.seconds);
  EXPECT_TRUE(verify().key_expired);
  key->set_valid_until(kNow.seconds + 1);
  EXPECT_FALSE(verify().key_expired);
  key->set_valid_from(kNow.seconds + 0);
  EXPECT_FALSE(verify().key_expired);
  key->set_valid_until(kNow.seconds + 100);
  key->set_valid_from(kNow.seconds + 1);
  EXPECT_TRUE(verify().key_expired);
  EXPECT_FALSE(verify().key_distrusted);
  key->set_distrust_from(kNow.seconds + 1);
  EXPECT_FALSE(verify().key_distrusted);
  key->set_distrust_from(kNow.seconds);
  EXPECT_TRUE(verify().key_distrusted);
}

TEST_F(VerifyStatementTest, AnyKeyOfTheRoleServesDuringRotation) {
  const auto next = SignerFrom("next operations key");
  v1::PartyRecord& record = federation_.records.at("QQB");
  *record.add_keys() = record.keys(1);
  record.mutable_keys(record.keys_size() - 1)->set_public_key(next->verify_key().bytes());
  EXPECT_TRUE(Verify(Sign(StatementType::kWithdrawal, *next), StatementType::kWithdrawal).ok());
  EXPECT_TRUE(
      Verify(Sign(StatementType::kWithdrawal, *federation_.party("QQB").operations), StatementType::kWithdrawal).ok());
}

TEST_F(VerifyStatementTest, CutOrFlippedAnywhereNothingVerifies) {
  const TrustStore trust = federation_.Trust();
  const std::string envelope = Sign(StatementType::kWithdrawal, *federation_.party("QQB").operations);
  const auto verifies = [&](std::string_view bytes) {
    return VerifyStatement(trust, bytes, StatementType::kWithdrawal, Party("QQB"), kNow).ok();
  };
  ASSERT_TRUE(verifies(envelope));
  for (size_t size = 0; size < envelope.size(); ++size) EXPECT_FALSE(verifies(envelope.substr(0, size))) << size;
  const size_t hint = envelope.find("ed25519:");
  for (size_t i = 0; i < envelope.size(); ++i) {
    if (i >= hint && i < hint + 24) continue;  // the key id is a hint that nobody signed
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = envelope;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      EXPECT_FALSE(verifies(flipped)) << i << ":" << bit;
    }
  }
}

TEST_F(VerifyStatementTest, AnOversizedCopyIsRefusedUnverified) {
  const std::string envelope =
      Sign(StatementType::kAttestationCopy, *federation_.party("QQB").attestation, std::string(2048, 'p'));
  EXPECT_EQ(ReasonOf(Verify(envelope, StatementType::kAttestationCopy)), "ENVELOPE_TOO_LARGE");
}

}  // namespace
}  // namespace vsx::statement
