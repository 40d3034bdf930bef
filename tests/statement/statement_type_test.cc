#include "node/statement/statement_type.h"

#include <gtest/gtest.h>

namespace vsx::statement {
namespace {

using crypto::KeyRole;

// A copy of protocol §2's list, written by hand.
TEST(StatementTypeTest, TypesAndRolesAreThoseOfTheProtocol) {
  const struct {
    StatementType type;
    const char* payload_type;
    KeyRole role;
  } kExpected[] = {
      {StatementType::kAttestationCopy, "application/vnd.vsx.attestation-copy.v1+protobuf", KeyRole::kAttestation},
      {StatementType::kRevocation, "application/vnd.vsx.revocation.v1+protobuf", KeyRole::kAttestation},
      {StatementType::kWithdrawal, "application/vnd.vsx.withdrawal.v1+protobuf", KeyRole::kOperations},
      {StatementType::kDeliveryReceipt, "application/vnd.vsx.delivery-receipt.v1+protobuf", KeyRole::kOperations},
      {StatementType::kErasureReceipt, "application/vnd.vsx.erasure-receipt.v1+protobuf", KeyRole::kOperations},
      {StatementType::kCheckReceipt, "application/vnd.vsx.check-receipt.v1+protobuf", KeyRole::kOperations},
      {StatementType::kAccessNotice, "application/vnd.vsx.access-notice.v1+protobuf", KeyRole::kOperations},
      {StatementType::kManifest, "application/vnd.vsx.manifest.v1+protobuf", KeyRole::kRoot},
      {StatementType::kPartyRecord, "application/vnd.vsx.party-record.v1+protobuf", KeyRole::kRoot},
  };
  for (const auto& row : kExpected) {
    EXPECT_EQ(PayloadType(row.type), row.payload_type);
    EXPECT_EQ(SigningRole(row.type), row.role) << row.payload_type;
    EXPECT_EQ(StatementTypeOf(row.payload_type), row.type);
    EXPECT_NE(std::string_view(row.payload_type).find(StatementName(row.type)), std::string_view::npos);
  }
}

TEST(StatementTypeTest, UnknownPayloadTypeIsNoStatement) {
  EXPECT_EQ(StatementTypeOf(""), std::nullopt);
  EXPECT_EQ(StatementTypeOf("application/vnd.vsx.manifest.v2+protobuf"), std::nullopt);
}

}  // namespace
}  // namespace vsx::statement
