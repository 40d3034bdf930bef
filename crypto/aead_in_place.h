#ifndef VSX_CRYPTO_AEAD_IN_PLACE_H_
#define VSX_CRYPTO_AEAD_IN_PLACE_H_

#include <cstdint>
#include <string_view>

#include "absl/types/span.h"
#include "crypto/random_source.h"

namespace vsx::crypto {

// The AEAD of aead.h with memory and keys of the caller, who wipes them. Private to crypto/: included by .cc files
// only.

// Fills `out`, plaintext.size() + kAeadOverhead bytes; draws the nonce. A key of another size than 32 ends the process.
void AeadEncryptInto(absl::Span<uint8_t> out, std::string_view key, std::string_view associated_data,
                     std::string_view plaintext, RandomSource& random);

// Fills `out`, sealed.size() − kAeadOverhead bytes; false if `sealed`, of at least that overhead, does not open.
bool AeadDecryptInto(absl::Span<uint8_t> out, std::string_view key, std::string_view associated_data,
                     std::string_view sealed);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_AEAD_IN_PLACE_H_
