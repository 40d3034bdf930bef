#ifndef VSX_NODE_MAIN_NODE_KEYS_H_
#define VSX_NODE_MAIN_NODE_KEYS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/keystore.h"
#include "node/domain/calendar.h"
#include "node/main/config.h"
#include "node/statement/trust_store.h"

namespace vsx::main {

// Opens the keystore of the configuration. The passphrase comes from keys.passphrase_file; without it from the systemd
// credential `vsx-passphrase`; without that from a prompt. Checks that it is the Party's, and holds every key that a
// node uses. Errors name the key of the configuration.
absl::StatusOr<crypto::Keystore> OpenNodeKeys(const NodeConfig& config);

// Whether the keystore's public halves are what the own Party record shows to the others: attestation and operations
// keys that stand there and are not distrusted, and exactly the sealing key that others seal to. What such a node
// signed would not verify, and what it is sent would not open. FAILED_PRECONDITION otherwise.
absl::Status CheckKeysAgainstRecord(const crypto::Keystore& keystore, const statement::TrustStore& trust,
                                    domain::UnixTime now);

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_NODE_KEYS_H_
