#include "crypto/key_role.h"

#include "crypto/init.h"

namespace vsx::crypto {

KeyKind KindOf(KeyRole role) {
  switch (role) {
    case KeyRole::kRoot:
    case KeyRole::kAttestation:
    case KeyRole::kOperations:
    case KeyRole::kLog:
    case KeyRole::kWitness:
      return KeyKind::kSigning;
    case KeyRole::kSealing:
      return KeyKind::kSealing;
    case KeyRole::kLookup:
    case KeyRole::kAudit:
    case KeyRole::kWrapping:
    case KeyRole::kStorage:
      return KeyKind::kSecret;
  }
  Require(false, "key role without a kind");
  return KeyKind::kSecret;
}

std::string_view KeyRoleName(KeyRole role) {
  switch (role) {
    case KeyRole::kRoot:
      return "root";
    case KeyRole::kAttestation:
      return "attestation";
    case KeyRole::kOperations:
      return "operations";
    case KeyRole::kLog:
      return "log";
    case KeyRole::kWitness:
      return "witness";
    case KeyRole::kSealing:
      return "sealing";
    case KeyRole::kLookup:
      return "lookup";
    case KeyRole::kAudit:
      return "audit";
    case KeyRole::kWrapping:
      return "wrapping";
    case KeyRole::kStorage:
      return "storage";
  }
  Require(false, "key role without a name");
  return {};
}

absl::StatusOr<KeyRole> ParseKeyRole(std::string_view name) {
  for (const KeyRole role : kAllKeyRoles) {
    if (KeyRoleName(role) == name) return role;
  }
  return absl::InvalidArgumentError(
      "unknown key role: use root, attestation, operations, log, witness, sealing, lookup, audit, wrapping or storage");
}

}  // namespace vsx::crypto
