#include "crypto/audit_chain.h"

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/init.h"

namespace vsx::crypto {

std::string AuditChainHash(std::string_view chain_id, uint64_t number, std::string_view previous_hash,
                           std::string_view body) {
  Require(chain_id.size() == kAuditChainIdSize, "an audit chain id has 16 bytes");
  Require(previous_hash.size() == kAuditHashSize, "an audit hash has 32 bytes");
  std::string message = LengthPrefixed("vsx/audit/v1");
  message.append(chain_id);
  AppendU64Be(message, number);
  message.append(previous_hash);
  AppendLengthPrefixed(message, body);
  return Sha256(message);
}

}  // namespace vsx::crypto
