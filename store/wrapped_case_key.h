#ifndef VSX_STORE_WRAPPED_CASE_KEY_H_
#define VSX_STORE_WRAPPED_CASE_KEY_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"
#include "store/case_key_vault.h"

// How a case key is stored: under the keystore's wrapping key, bound to its id.
namespace vsx::store {

inline constexpr size_t kWrappingKeyIdSize = 16;

// Names a wrapping key without giving it away: the first 16 bytes of KeyedHash(key, LP("vsx/wrapping-key-id/v1")).
std::string WrappingKeyId(const crypto::SecretBytes& wrapping_key);

// u8 1 ‖ wrapping key id 16 ‖ AEAD of the key, associated data LP("vsx/wrapped-case-key/v1") ‖ key id.
std::string WrapCaseKey(const crypto::SecretBytes& wrapping_key, const CaseKeyId& id, const crypto::SecretBytes& key,
                        crypto::RandomSource& random);

// DATA_LOSS when altered or moved to another id; FAILED_PRECONDITION when wrapped under another wrapping key.
absl::StatusOr<crypto::SecretBytes> UnwrapCaseKey(const crypto::SecretBytes& wrapping_key, const CaseKeyId& id,
                                                  std::string_view wrapped);

}  // namespace vsx::store

#endif  // VSX_STORE_WRAPPED_CASE_KEY_H_
