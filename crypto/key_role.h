#ifndef VSX_CRYPTO_KEY_ROLE_H_
#define VSX_CRYPTO_KEY_ROLE_H_

#include <array>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::crypto {

// What a Party's keys are for (protocol §2, §7). The first six have a public half that stands in trust documents.
enum class KeyRole {
  kRoot,         // signs manifests and Party records
  kAttestation,  // signs attestation copies, revocations, recognitions, indications, withdrawal requests
  kOperations,   // signs withdrawals, receipts, access notices, index headers, directories
  kLog,          // signs the log's notes only
  kWitness,      // cosigns other logs' notes only
  kSealing,      // X25519: others seal to it
  kLookup,       // secret: hash under which handles are looked up
  kAudit,        // secret: hash under which officers stand in the audit log
  kWrapping,     // secret: wraps the cases' data keys
  kStorage,      // secret: seals values of the node that concern no case
};

inline constexpr std::array<KeyRole, 10> kAllKeyRoles = {
    KeyRole::kRoot,    KeyRole::kAttestation, KeyRole::kOperations, KeyRole::kLog,      KeyRole::kWitness,
    KeyRole::kSealing, KeyRole::kLookup,      KeyRole::kAudit,      KeyRole::kWrapping, KeyRole::kStorage};

enum class KeyKind { kSigning, kSealing, kSecret };

KeyKind KindOf(KeyRole role);

// Lower-case word, as in files and on the command line: "root", "attestation", …
std::string_view KeyRoleName(KeyRole role);

// Errors: INVALID_ARGUMENT for another word.
absl::StatusOr<KeyRole> ParseKeyRole(std::string_view name);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_KEY_ROLE_H_
