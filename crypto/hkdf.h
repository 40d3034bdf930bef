#ifndef VSX_CRYPTO_HKDF_H_
#define VSX_CRYPTO_HKDF_H_

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/secret_bytes.h"

// HKDF-SHA512 (RFC 5869) by hand, since libsodium has it only from 1.0.19 on.

namespace vsx::crypto {

inline constexpr size_t kHkdfMaxOutput = 255 * 64;

// RFC 5869 §2.2: the pseudorandom key, 64 bytes. An empty salt stands for 64 zero bytes, as the RFC has it.
SecretBytes HkdfExtract(std::string_view salt, const SecretBytes& input_key);

// RFC 5869 §2.3. Errors: INVALID_ARGUMENT unless size is 1 … 16,320.
absl::StatusOr<SecretBytes> HkdfExpand(const SecretBytes& pseudorandom_key, std::string_view info, size_t size);

// The registry of what keys are derived for. A new use gets a new row here and in README.md; a label never changes its
// meaning.
enum class KeyUse {
  kCaseValue,      // vsx/case-value/v1: seals a case's values, from its data key
  kCasePseudonym,  // vsx/case-pseudonym/v1: names a case in the audit log, from its data key
  kIndexTag,       // vsx/tag/v1: finds an index entry, from the PRF's output for a handle
  kIndexKey,       // vsx/key/v1: opens an index entry, from the same
};

std::string_view KeyUseLabel(KeyUse use);

// HKDF with an empty salt and info = LP(label) ‖ context (protocol §1). `size` as in HkdfExpand; another one ends the
// process.
SecretBytes DeriveKey(const SecretBytes& input_key, KeyUse use, std::string_view context = {}, size_t size = 32);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_HKDF_H_
