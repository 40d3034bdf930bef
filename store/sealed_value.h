#ifndef VSX_STORE_SEALED_VALUE_H_
#define VSX_STORE_SEALED_VALUE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"
#include "store/case_key_vault.h"
#include "store/table.h"

// Values that concern a case are sealed under the case's data key and bound to the place where they stand:
//   u8 1 ‖ case key id 16 ‖ CaseCipher (nonce 24 ‖ ciphertext ‖ tag 16)
// with associated data LP("vsx/store/<table>/v1") ‖ LP(row key).
namespace vsx::store {

// `case_key` is the data key whose id is `case_key_id`.
std::string SealValue(Table table, std::string_view row_key, const CaseKeyId& case_key_id,
                      const crypto::SecretBytes& case_key, std::string_view plaintext, crypto::RandomSource& random);

// The plaintext. NOT_FOUND when the case key was destroyed: the case is erased, whatever rows still stand. DATA_LOSS
// when the value was altered or belongs to another table, row or case. Errors of the vault pass through.
absl::StatusOr<std::string> OpenValue(Table table, std::string_view row_key, std::string_view sealed,
                                      const CaseKeyVault& vault);

// The same with the key at hand.
absl::StatusOr<std::string> OpenValue(Table table, std::string_view row_key, std::string_view sealed,
                                      const CaseKeyId& case_key_id, const crypto::SecretBytes& case_key);

// The id of the key that `sealed` needs; DATA_LOSS when it is no sealed value.
absl::StatusOr<CaseKeyId> SealedUnder(std::string_view sealed);

}  // namespace vsx::store

#endif  // VSX_STORE_SEALED_VALUE_H_
