#include "node/service/index_key.h"

#include "crypto/encoding.h"

namespace vsx::service {

absl::StatusOr<crypto::PrfPrivateKey> IndexKey(const crypto::SecretBytes& seed, const domain::IndexName& name) {
  return crypto::PrfPrivateKey::Derive(seed, crypto::LengthPrefixed("vsx/voprf/v1") + domain::IndexContext(name));
}

}  // namespace vsx::service
