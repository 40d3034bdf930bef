#ifndef VSX_NODE_STATEMENT_STATEMENT_TYPE_H_
#define VSX_NODE_STATEMENT_STATEMENT_TYPE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "crypto/key_role.h"

namespace vsx::statement {

// What a node signs (protocol §2).
enum class StatementType : uint8_t {
  kAttestationCopy,
  kRevocation,
  kWithdrawal,
  kDeliveryReceipt,
  kErasureReceipt,
  kCheckReceipt,
  kIndexHeader,
  kAccessNotice,
  kManifest,
  kPartyRecord,
};

// Layout version and algorithms that the statements of this release name (an index header names more).
inline constexpr uint32_t kStatementVersion = 1;
inline constexpr std::string_view kStatementAlgorithms = "ed25519 sha256";

// The DSSE payload type: `application/vnd.vsx.<name>.v1+protobuf`.
std::string_view PayloadType(StatementType type);

// The name in it, for messages: "attestation-copy".
std::string_view StatementName(StatementType type);

// Nothing for a payload type that this release does not know.
std::optional<StatementType> StatementTypeOf(std::string_view payload_type);

// The only role whose keys may sign it.
crypto::KeyRole SigningRole(StatementType type);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_STATEMENT_TYPE_H_
