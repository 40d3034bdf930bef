#include "crypto/case_pseudonym.h"

#include "crypto/hkdf.h"
#include "crypto/keyed_hash.h"

namespace vsx::crypto {

std::string CasePseudonym(const SecretBytes& data_key, std::string_view case_id) {
  return KeyedHash(DeriveKey(data_key, KeyUse::kCasePseudonym), case_id);
}

}  // namespace vsx::crypto
