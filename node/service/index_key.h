#ifndef VSX_NODE_SERVICE_INDEX_KEY_H_
#define VSX_NODE_SERVICE_INDEX_KEY_H_

#include "absl/status/statusor.h"
#include "crypto/prf_key.h"
#include "crypto/secret_bytes.h"
#include "node/domain/index_class.h"

namespace vsx::service {

// The blind PRF's key of one index: DeriveKeyPair(seed, LP("vsx/voprf/v1") ‖ LP(I) ‖ LP(R) ‖ LP(P) ‖ u64be(e))
// (protocol §4). `seed` is the epoch's, 32 bytes. Errors: those of PrfPrivateKey::Derive.
absl::StatusOr<crypto::PrfPrivateKey> IndexKey(const crypto::SecretBytes& seed, const domain::IndexName& name);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_INDEX_KEY_H_
