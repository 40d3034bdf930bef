#include "node/statement/statement_type.h"

#include <array>

namespace vsx::statement {
namespace {

using crypto::KeyRole;

struct Row {
  StatementType type;
  std::string_view name;
  std::string_view payload_type;
  KeyRole role;
};

// The one table of protocol §2: which role speaks by which statement. Rows stand in the order of the enum.
constexpr std::array<Row, 10> kTable = {{
    {StatementType::kAttestationCopy, "attestation-copy", "application/vnd.vsx.attestation-copy.v1+protobuf",
     KeyRole::kAttestation},
    {StatementType::kRevocation, "revocation", "application/vnd.vsx.revocation.v1+protobuf", KeyRole::kAttestation},
    {StatementType::kWithdrawal, "withdrawal", "application/vnd.vsx.withdrawal.v1+protobuf", KeyRole::kOperations},
    {StatementType::kDeliveryReceipt, "delivery-receipt", "application/vnd.vsx.delivery-receipt.v1+protobuf",
     KeyRole::kOperations},
    {StatementType::kErasureReceipt, "erasure-receipt", "application/vnd.vsx.erasure-receipt.v1+protobuf",
     KeyRole::kOperations},
    {StatementType::kCheckReceipt, "check-receipt", "application/vnd.vsx.check-receipt.v1+protobuf",
     KeyRole::kOperations},
    {StatementType::kIndexHeader, "index-header", "application/vnd.vsx.index-header.v1+protobuf", KeyRole::kOperations},
    {StatementType::kAccessNotice, "access-notice", "application/vnd.vsx.access-notice.v1+protobuf",
     KeyRole::kOperations},
    {StatementType::kManifest, "manifest", "application/vnd.vsx.manifest.v1+protobuf", KeyRole::kRoot},
    {StatementType::kPartyRecord, "party-record", "application/vnd.vsx.party-record.v1+protobuf", KeyRole::kRoot},
}};

constexpr bool RowsStandInOrder() {
  for (size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<size_t>(kTable[i].type) != i) return false;
  }
  return true;
}
static_assert(RowsStandInOrder());

const Row& RowOf(StatementType type) { return kTable.at(static_cast<size_t>(type)); }

}  // namespace

std::string_view PayloadType(StatementType type) { return RowOf(type).payload_type; }

std::string_view StatementName(StatementType type) { return RowOf(type).name; }

std::optional<StatementType> StatementTypeOf(std::string_view payload_type) {
  for (const Row& row : kTable) {
    if (row.payload_type == payload_type) return row.type;
  }
  return std::nullopt;
}

KeyRole SigningRole(StatementType type) { return RowOf(type).role; }

}  // namespace vsx::statement
