#ifndef VSX_CRYPTO_AUDIT_CHAIN_H_
#define VSX_CRYPTO_AUDIT_CHAIN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vsx::crypto {

inline constexpr size_t kAuditChainIdSize = 16;
inline constexpr size_t kAuditHashSize = 32;

// The hash that chains audit entry `number` to the one before, 32 bytes:
// SHA-256(LP("vsx/audit/v1") ‖ chain_id[16] ‖ u64be(number) ‖ previous_hash[32] ‖ LP(body)). Entry 1 has 32 zero bytes
// as previous hash. Other sizes of chain_id or previous_hash end the process: their readers know how long they are.
std::string AuditChainHash(std::string_view chain_id, uint64_t number, std::string_view previous_hash,
                           std::string_view body);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_AUDIT_CHAIN_H_
