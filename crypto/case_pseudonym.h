#ifndef VSX_CRYPTO_CASE_PSEUDONYM_H_
#define VSX_CRYPTO_CASE_PSEUDONYM_H_

#include <string>
#include <string_view>

#include "crypto/secret_bytes.h"

namespace vsx::crypto {

// The 32 bytes by which the audit log names a case (protocol §8, §9): KeyedHash of the case id under
// DeriveKey(data key, KeyUse::kCasePseudonym). The same for every entry of a case; nobody can make it once the data key
// is destroyed.
std::string CasePseudonym(const SecretBytes& data_key, std::string_view case_id);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_CASE_PSEUDONYM_H_
